"""What the shop says and asks where allauth asks for a second factor."""

from typing import ClassVar

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kirana.accounts import second_factor
from kirana.accounts import selectors as accounts
from kirana.payments.upi import qr_svg
from kirana.stores import selectors as stores
from kirana.ui.forms import AccessibleForm

TYPED = {"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": 12, "autofocus": True}


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The shop's name in the app on the phone, sentences in its languages, and no taking off what is required."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("The shop asks this of everyone who works here: it cannot be taken off."),
        "cannot_generate_recovery_codes": _("Set up the app first; the codes for a lost phone come with it."),
        "incorrect_code": _("This code is not right. Wait for the next one in the app and type that."),
        "unverified_email": _("Confirm your e-mail address first: the link is in your mail."),
    }

    def get_totp_issuer(self) -> str:
        """The shop, as the app lists it."""
        return stores.current().name

    def build_totp_svg(self, url: str) -> str:
        """The square that the app reads, drawn as the shop draws its others."""
        return str(qr_svg(url))

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not while the shop requires one of those who work here."""
        is_of_staff = accounts.staff_place(user_id=authenticator.user_id) is not None
        return not (second_factor.is_required() and is_of_staff)


class SetUpForm(AccessibleForm, ActivateTOTPForm):  # type: ignore[misc]
    """The first code that the app shows: it proves that the app has the secret."""

    code = forms.CharField(label=_("The six digits that the app shows"), widget=forms.TextInput(attrs=TYPED))


class CodeForm(AccessibleForm, AuthenticateForm):  # type: ignore[misc]
    """A code of the app, or one of those for a lost phone."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("Six digits from the app, or one of your codes for a lost phone."),
        widget=forms.TextInput(attrs=TYPED),
    )


class CodeOnceMoreForm(AccessibleForm, ReauthenticateForm):  # type: ignore[misc]
    """The same, asked again before something that matters."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("Six digits from the app, or one of your codes for a lost phone."),
        widget=forms.TextInput(attrs=TYPED),
    )
