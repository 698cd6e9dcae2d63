"""The forms of the shop front. A form only reads what was typed; what it means is the domain's business."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kirana.accounts.models import User
from kirana.delivery.selectors import PINCODE
from kirana.payments import gateways
from kirana.ui.forms import AccessibleForm, PhoneField

MOST_PAISE = 10**12


class PincodeField(forms.CharField):
    """Six digits; spaces are forgiven."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "postal-code", "maxlength": 7})

    def to_python(self, value: Any) -> str:
        text = "".join(str(super().to_python(value)).split())
        if text and not PINCODE.fullmatch(text):
            raise forms.ValidationError(_("A pincode has six digits and does not begin with 0."))
        return text


class DeliveryForm(AccessibleForm):
    """Where to, when and how paid: everything the checkout asks."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    phone = PhoneField(label=_("Phone"), help_text=_("We call only about this order."), max_length=30)
    email = forms.EmailField(
        label=_("E-mail"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    address_line = forms.CharField(
        label=_("House, street, area"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    landmark = forms.CharField(label=_("Landmark"), max_length=120, required=False)
    pincode = PincodeField(label=_("Pincode"), max_length=12)
    slot = forms.IntegerField(label=_("Delivery time"), error_messages={"required": _("Choose when we should come.")})
    payment_method = forms.CharField(
        label=_("How you pay"), error_messages={"required": _("Choose how you would like to pay.")}
    )
    note = forms.CharField(
        label=_("Anything we should know"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    use_credit = forms.BooleanField(required=False)
    keep_way = forms.BooleanField(required=False)  # never ticked before the shopper does
    shown_total = forms.IntegerField(min_value=0, max_value=MOST_PAISE, widget=forms.HiddenInput)
    key = forms.CharField(max_length=64, min_length=16, widget=forms.HiddenInput)

    def __init__(self, *args: Any, accounts: frozenset[str] = frozenset(), **options: Any) -> None:
        super().__init__(*args, **options)
        self.accounts = accounts  # the codes of the accounts with the shop that this customer may pay from

    def clean_payment_method(self) -> str:
        """The code of a way to pay that the shop offers."""
        code: str = self.cleaned_data["payment_method"]
        if code not in {gateway.code for gateway in gateways.offered()} | self.accounts:
            raise forms.ValidationError(_("Choose how you would like to pay."))
        return code


class PincodeForm(AccessibleForm):
    """Where someone lives, before they are asked for anything else."""

    pincode = PincodeField(label=_("Pincode"), max_length=12)


class SignUpForm(AccessibleForm):
    """What signing up asks beyond allauth's e-mail and password."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth with the new account, before anyone is signed in."""
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
