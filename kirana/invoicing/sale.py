"""What an invoice is made of: a sale, told in terms that need no order."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from kirana.invoicing.rates import Goods
from kirana.stores.models import Store


@dataclass(frozen=True, slots=True)
class SoldLine:
    """So much of a thing as was packed. `price_paise` is for one piece or 1000 base units, `amount_paise` for all."""

    position: int  # of the order's line, which the document's line keeps
    name: str
    names: dict[str, str]
    pack_label: str
    goods: Goods
    quantity: int  # in base units of `unit`
    unit: str
    price_paise: int
    amount_paise: int


@dataclass(frozen=True, slots=True)
class Sale:
    """What left the shop, for whom, and for how much: `total_paise` is exactly what is owed."""

    store: Store
    reference: str
    sold_at: datetime
    buyer_name: str
    buyer_phone: str
    address: str
    pincode: str
    goods_paise: int
    delivery_fee_paise: int
    discount_paise: int
    total_paise: int
    lines: Sequence[SoldLine] = field(repr=False)
