"""Every speed that is claimed, measured as a ratio to a limit that was measured in the same run on the same server.

    python -m bench                           everything; exit 1 when a target is missed
    python -m bench --quick                   short rounds, for a first look
    python -m bench --only=listing,product    some of the pages

The limit of a page is the smallest answer Django can give; the limit of placing an order is pgbench doing the same
statements. Figures of different machines differ, ratios hardly do.
"""
