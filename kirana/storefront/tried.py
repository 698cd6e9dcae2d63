"""What of the shop front someone with bad intentions tries: for the review of the access log."""

from kirana.ops.access import review
from kirana.ops.access.review import Kind, Watched


def register() -> None:
    """Have these pages looked at."""
    review.watch(
        Watched(Kind.ENUMERATION, "order", frozenset({404})),
        Watched(Kind.ENUMERATION, "order_document", frozenset({404})),
        Watched(Kind.ENUMERATION, "POST order_cancellation", frozenset({404})),
        Watched(Kind.ENUMERATION, "POST account_reset_password", weight=2),
        Watched(Kind.ENUMERATION, "account_reset_password_from_key", frozenset({404}), weight=2),
    )
    review.watch_goods(
        pages=("product",),
        buying=("POST basket_lines", "POST checkout"),
        signing_in=("POST account_login",),
    )
