"""The verbs that write documents, buyers and rates; the only code that writes these tables.

`documents` issues what leaves with the goods, `credit` takes back from it, `rates` and `buyers` keep what they need.
"""

from kirana.invoicing.services.buyers import NotAGstin, TooLateForBuyer, name_buyer
from kirana.invoicing.services.credit import MoreThanInvoiced, NothingToCredit, credit
from kirana.invoicing.services.documents import NotAcrossStates, RatesUnknown, issue
from kirana.invoicing.services.rates import RateOverlaps, add_rate, set_tax_terms

__all__ = [
    "MoreThanInvoiced",
    "NotAGstin",
    "NotAcrossStates",
    "NothingToCredit",
    "RateOverlaps",
    "RatesUnknown",
    "TooLateForBuyer",
    "add_rate",
    "credit",
    "issue",
    "name_buyer",
    "set_tax_terms",
]
