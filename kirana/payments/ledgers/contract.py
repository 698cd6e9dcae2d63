"""What a way to pay on account must do.

Unlike a gateway it asks nobody outside: its money is a row of our own, and so it is charged in the very transaction
that makes what is paid for. Either both are there afterwards or neither is.
"""

from datetime import datetime
from typing import Protocol

from django.utils.functional import Promise

from kirana.core.actors import Actor


class OnAccount(Protocol):
    """A way to pay from a customer's own account with the shop."""

    code: str
    label: str | Promise  # on the button
    hint: str | Promise  # a line under it

    def room(self, *, customer_id: int) -> int:
        """The most that could be charged now, in paise; 0 for someone without an account."""

    def charge(self, *, customer_id: int, reference: str, amount_paise: int, key: str, by: Actor, at: datetime) -> None:
        """Charge so much for a reference, in the caller's transaction, with the account locked until it ends.

        The same key again does nothing. Raises a `ShopError` of the account's own when there is no room for it; nothing
        was written then.
        """

    def give_back(
        self, *, customer_id: int, reference: str, amount_paise: int, key: str, by: Actor, at: datetime, why: str
    ) -> None:
        """Give so much of what was charged for a reference back. The same key again does nothing.

        Raises `MoreThanWasCharged`; nothing was written then.
        """
