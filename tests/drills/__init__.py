"""Drills: a real shop is broken in one way at a time, and its console has to name what is broken, and nothing else.

    make drills                                            # all of them, on SQLite and on PostgreSQL
    python -m tests.drills --only=mail --database=postgres

`shop` is the shop, in processes of its own; `inside` is its worker, which asks the checks; `far` are the machines
that it depends on; `engine` breaks, asks, mends and asks again; `faults` are the drills, one file for each family.
"""
