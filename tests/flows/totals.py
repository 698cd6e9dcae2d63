"""Carts whose totals end in the paise that make the pretend gateway do a thing."""

from kirana.cart.models import Cart
from kirana.catalog.services import listings
from tests.cast import BY, Lakshmi


def ending_in(lakshmi: Lakshmi, paise: int) -> Cart:
    """A cart whose total ends in so many paise; see `kirana.payments.gateways.fake`."""
    listings.change(listing=lakshmi["atta"], price_paise=285_00 + paise, by=BY, at=lakshmi.at)
    cart = lakshmi.a_cart_of(atta=1, milk=5)
    total = lakshmi.quote_of(cart).bill.total_paise
    assert total % 100 == paise
    return cart
