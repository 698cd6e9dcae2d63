"""The accounts that anyone may use in a demo shop, and that exist nowhere else."""

from dataclasses import dataclass

from kirana.accounts.roles import Role


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """Who, and what they may do here; `role` of None is a shopper."""

    name: str
    email: str
    role: Role | None


PASSWORD = "namaste-kirana"  # noqa: S105  (a demo's, printed by `make run`)
ACCOUNTS = (
    DemoAccount("Chitra Rao", "chitra@lakshmi.example", Role.OWNER),
    DemoAccount("Pooja Nair", "pooja@lakshmi.example", Role.PICKER),
    DemoAccount("Dev Kumar", "dev@lakshmi.example", Role.RIDER),
    DemoAccount("Esha Menon", "esha@lakshmi.example", Role.MAINTAINER),
    DemoAccount("Asha Iyer", "asha@example.com", None),
    DemoAccount("Bilal Khan", "bilal@example.com", None),
)
