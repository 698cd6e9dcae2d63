"""What people owe the shop and what it owes them: append-only ledgers, each beside a balance that follows it.

    khata          what a customer has taken on account, up to a limit
    store_credit   what the shop keeps for a customer
    cash           what is in the till and with each rider
    methods        khata and store credit as ways to pay: `ALL`, `by_code`

A balance is a sum. It is stored too, so that the database itself can refuse one that may not be, and it is written
only with its entry; `books.check` proves every one of them. Entries are never changed and never removed.
"""
