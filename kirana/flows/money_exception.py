from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class MoneyException:
    """Something in the books that waits for a person: since when, how much, what it is and what to do.

    `reference` is the number of an order, or what else it is about: `khata:12`, `settlement:3`, `cash:5`.
    """

    code: str
    reference: str
    amount_paise: int
    since: datetime
    sentence: str
    action: str | Promise
