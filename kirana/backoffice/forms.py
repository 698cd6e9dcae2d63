"""The forms of the back office. Prices are typed in rupees and weights in base units; integers come out."""

from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from stdnum import ean

from kirana.catalog.models import Category, Listing, Product, VegMark
from kirana.catalog.packs import pack_facts
from kirana.core.money import NotMoney, parse_rupees, plain_rupees
from kirana.delivery.selectors import PINCODE
from kirana.ui.forms import AccessibleForm

WEEKDAYS = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))


class RupeesField(forms.CharField):
    """An amount in rupees; paise come out, None for nothing typed."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> int | None:  # type: ignore[override]
        text = super().to_python(value)
        if not text:
            return None
        try:
            return parse_rupees(text)
        except NotMoney as error:
            raise forms.ValidationError(error.message) from error

    def prepare_value(self, value: Any) -> Any:
        return plain_rupees(value) if isinstance(value, int) else value


class ProseField(forms.CharField):
    """Lines of text. Browsers end a line with two characters; one is kept, as a file that is imported has it."""

    def __init__(self, *, rows: int, **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")


class ShelfField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A shelf, by its name in the language in force."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name_in(get_language() or "en"))


class ProductForm(AccessibleForm):
    """What a thing is and for how much it is offered."""

    name = forms.CharField(label=_("Name"), max_length=300)
    name_hi = forms.CharField(label=_("Name in Hindi"), max_length=300, required=False)
    brand = forms.CharField(label=_("Brand"), max_length=120, required=False)
    category = ShelfField(label=_("Shelf"), queryset=Category.objects.order_by("path"))
    is_loose = forms.BooleanField(label=_("Sold loose, by weight"), required=False)
    pack = forms.CharField(label=_("Pack"), max_length=80, required=False, help_text=_("As on the label: 500 g Pouch."))
    price = RupeesField(label=_("Price ₹"), help_text=_("For one pack, or for a kilo of loose goods."))
    mrp = RupeesField(label=_("MRP ₹"), required=False)
    aisle = forms.CharField(label=_("Aisle"), max_length=20, required=False)
    step = forms.IntegerField(
        label=_("Step"), min_value=1, required=False, help_text=_("What + adds: 1 pack, or grams.")
    )
    is_active = forms.BooleanField(label=_("Offered"), required=False, initial=True)
    is_featured = forms.BooleanField(label=_("On the home page"), required=False)
    code = forms.CharField(label=_("Code"), max_length=60)
    gtin = forms.CharField(label=_("Barcode"), max_length=14, required=False)
    hsn = forms.RegexField(
        r"^\d{4,8}$", label=_("HSN"), required=False, error_messages={"invalid": _("HSN has four to eight digits.")}
    )
    veg_mark = forms.ChoiceField(label=_("Veg mark"), choices=VegMark.choices)
    origin = forms.RegexField(
        r"^[A-Z]{2}$",
        label=_("Country of origin"),
        required=False,
        initial="IN",
        error_messages={"invalid": _("Two letters, like IN.")},
    )
    maker = forms.CharField(label=_("Maker or packer"), max_length=200, required=False)
    importer = forms.CharField(label=_("Importer"), max_length=200, required=False)
    fssai_number = forms.RegexField(
        r"^\d{14}$", label="FSSAI", required=False, error_messages={"invalid": _("An FSSAI number has 14 digits.")}
    )
    best_before = forms.CharField(label=_("Best before"), max_length=80, required=False)
    ingredients = ProseField(label=_("Ingredients"), required=False, rows=2)
    storage = forms.CharField(label=_("Keeping"), max_length=160, required=False)
    description = ProseField(label=_("Description"), required=False, rows=3)
    description_hi = ProseField(label=_("Description in Hindi"), required=False, rows=3)
    search_words = ProseField(label=_("Other words people type"), required=False, rows=2)

    def clean_gtin(self) -> str | None:
        """A barcode with a right check digit, or none."""
        gtin = self.cleaned_data["gtin"]
        if gtin and not ean.is_valid(gtin):
            raise forms.ValidationError(_("This barcode has a digit wrong."))
        return gtin or None

    @classmethod
    def values_of(cls, product: Product, listing: Listing) -> dict[str, Any]:
        """The form as it shows a product."""
        same = ("category", "is_loose", "code", "gtin", "hsn", "veg_mark", "origin", "maker", "importer", "name")
        more = ("fssai_number", "best_before", "ingredients", "storage", "description", "search_words")
        offer = ("aisle", "step", "is_active", "is_featured")
        return {
            **{name: getattr(product, name) for name in (*same, *more)},
            **{name: getattr(listing, name) for name in offer},
            "name_hi": product.names.get("hi", ""),
            "description_hi": product.descriptions.get("hi", ""),
            "brand": product.brand.name if product.brand else "",
            "pack": product.pack_label,
            "price": listing.price_paise,
            "mrp": listing.mrp_paise,
        }

    def product_facts(self, *, was: Product | None) -> dict[str, Any]:
        """The columns of `Product` that were filled in, without the brand."""
        typed = self.cleaned_data
        same = ("name", "category", "code", "gtin", "hsn", "veg_mark", "origin", "maker", "importer", "fssai_number")
        more = ("best_before", "ingredients", "storage", "description", "search_words")
        return {
            **{name: typed[name] for name in (*same, *more)},
            **pack_facts(pack=typed["pack"], is_loose=typed["is_loose"]),
            "names": _translated(was.names if was else {}, typed["name_hi"]),
            "descriptions": _translated(was.descriptions if was else {}, typed["description_hi"]),
        }

    def terms(self) -> dict[str, Any]:
        """The columns of `Listing` that were filled in."""
        typed = self.cleaned_data
        terms = {
            "price_paise": typed["price"],
            "mrp_paise": None if typed["is_loose"] else typed["mrp"],
            "aisle": typed["aisle"],
            "is_active": typed["is_active"],
            "is_featured": typed["is_featured"],
        }
        return terms | ({"step": typed["step"]} if typed["step"] else {})


class StockForm(AccessibleForm):
    """Stock that came, was counted, or has to go."""

    verb = forms.ChoiceField(
        label=_("What happened"),
        choices=[("receive", _("It came in")), ("count", _("I counted")), ("write_off", _("It is spoiled or broken"))],
    )
    quantity = forms.IntegerField(label=_("How much"), min_value=0, max_value=10_000_000)
    why = forms.CharField(label=_("Note"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("verb") == "write_off" and not typed.get("why"):
            self.add_error("why", _("Say why it has to go."))
        return typed


class PincodeForm(AccessibleForm):
    """A pincode to deliver to."""

    pincode = forms.RegexField(
        rf"^{PINCODE.pattern}$",
        label=_("Pincode"),
        error_messages={"invalid": _("A pincode has six digits and does not begin with 0.")},
    )
    place = forms.CharField(label=pgettext_lazy("on the map", "Place"), max_length=120)


class WindowForm(AccessibleForm):
    """A time of the week to deliver at."""

    weekdays = forms.MultipleChoiceField(
        label=_("Days"), choices=list(enumerate(WEEKDAYS)), widget=forms.CheckboxSelectMultiple
    )
    starts = forms.TimeField(label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}))
    ends = forms.TimeField(label=_("To"), widget=forms.TimeInput(attrs={"type": "time"}))
    capacity = forms.IntegerField(label=_("Orders"), min_value=1, max_value=500)
    closes = forms.IntegerField(label=_("Closes, minutes before"), min_value=0, max_value=2880, initial=60)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("starts") and typed.get("ends") and typed["starts"] >= typed["ends"]:
            self.add_error("ends", _("It must end after it begins."))
        return typed

    def terms(self) -> dict[str, Any]:
        """What was filled in, as `delivery.set_windows` takes it."""
        typed = self.cleaned_data
        return {
            "weekdays": sorted(map(int, typed["weekdays"])),
            "starts": typed["starts"],
            "ends": typed["ends"],
            "capacity": typed["capacity"],
            "closes_minutes_before": typed["closes"],
        }


class TermsForm(AccessibleForm):
    """What the shop asks beside the price of the goods."""

    is_taking_orders = forms.BooleanField(label=_("The shop takes orders"), required=False)
    minimum_order = RupeesField(label=_("Smallest order ₹"))
    delivery_fee = RupeesField(label=_("Delivery ₹"))
    free_from = RupeesField(label=_("Free delivery from ₹"), required=False)
    tolerance = forms.IntegerField(
        label=_("Weighing tolerance, %"),
        min_value=0,
        max_value=50,
        help_text=_("How far above the ordered weight a bill may go."),
    )


class ImportForm(AccessibleForm):
    """A file of products."""

    file = forms.FileField(label=_("CSV, Excel or JSON file"))


def _translated(was: dict[str, str], hindi: str) -> dict[str, str]:
    kept = {language: text for language, text in was.items() if language != "hi"}
    return kept | ({"hi": hindi} if hindi else {})
