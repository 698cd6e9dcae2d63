"""The refusals that several ledgers share."""

from django.utils.translation import gettext_lazy as _

from kirana.core.errors import ShopError


class NothingToWrite(ShopError):
    code = "nothing_to_write"
    status = 422
    sentence = _("The amount must be more than nothing.")


class MoreThanWasCharged(ShopError):
    code = "more_than_was_charged"
    sentence = _("Only %(left)s of this was charged and not given back yet.")


class ReasonMissing(ShopError):
    code = "reason_missing"
    status = 422
    sentence = _("Say why, for whoever reads this later.")
