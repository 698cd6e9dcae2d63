"""The forms of content: banners, campaigns, announcements and what stands on the home page."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from kirana.content.calendar import Season
from kirana.content.links import leads_somewhere
from kirana.content.models import Announcement, Banner, Campaign
from kirana.ui.forms import AccessibleForm

NOWHERE = _("No page of the shop is there. Try /offers/ or choose a shelf.")
ENDS_FIRST = _("This is before the beginning.")
MOMENT = "%Y-%m-%dT%H:%M"


class DayField(forms.DateField):
    """A day, chosen from the phone's own calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class MomentField(forms.DateTimeField):
    """A day and a time in the shop's time zone."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)


class LeadingForm(AccessibleForm):
    """A form with a path in the shop that somebody is led to."""

    link = forms.CharField(
        label=_("Leads to"),
        max_length=200,
        widget=forms.TextInput(attrs={"list": "links", "autocapitalize": "none"}),
        help_text=_("A page of the shop, like /offers/ or /shelves/vegetables/."),
    )

    def __init__(self, *args: Any, store_id: int, **options: Any) -> None:
        self.store_id = store_id
        super().__init__(*args, **options)

    def clean_link(self) -> str:
        """A path that a page answers at."""
        link: str = self.cleaned_data["link"]
        if link and not leads_somewhere(link, store_id=self.store_id):
            raise forms.ValidationError(NOWHERE)
        return link

    def _ends_after(self, starts: str, ends: str) -> None:
        typed = self.cleaned_data
        if typed.get(starts) and typed.get(ends) and typed[ends] < typed[starts]:
            self.add_error(ends, ENDS_FIRST)


class BannerForm(LeadingForm):
    """A banner: its words in both languages, its picture, its days and where it leads."""

    title_en = forms.CharField(label=_("Title"), max_length=60)
    title_hi = forms.CharField(label=_("Title in Hindi"), max_length=60, required=False)
    line_en = forms.CharField(label=_("Sentence under it"), max_length=120, required=False)
    line_hi = forms.CharField(label=_("The sentence in Hindi"), max_length=120, required=False)
    call_en = forms.CharField(label=_("Words on the button"), max_length=30)
    call_hi = forms.CharField(label=_("The button in Hindi"), max_length=30, required=False)
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))
    position = forms.IntegerField(label=_("Place"), min_value=0, max_value=99, initial=0, help_text=_("0 is first."))
    languages = forms.MultipleChoiceField(
        label=_("Shown in"),
        choices=settings.LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing chosen: in every language."),
    )
    picture = forms.FileField(
        label=_("Picture"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        help_text=_("Five wide by two high, its subject on the right. It is made small enough by itself."),
    )

    def __init__(self, *args: Any, has_picture: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["picture"].required = not has_picture

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        self._ends_after("starts_on", "ends_on")
        return typed

    def facts(self) -> dict[str, Any]:
        """The columns of the banner, without its picture."""
        typed = self.cleaned_data
        words = {name: _both(typed, name) for name in ("title", "line", "call")}
        plain = {name: typed[name] for name in ("link", "starts_on", "ends_on", "position", "languages")}
        return plain | {"titles": words["title"], "lines": words["line"], "calls": words["call"]}

    @staticmethod
    def values_of(banner: Banner) -> dict[str, Any]:
        """What the form shows of a banner that is there."""
        words = {"title": banner.titles, "line": banner.lines, "call": banner.calls}
        said = {f"{name}_{code}": texts.get(code, "") for name, texts in words.items() for code in ("en", "hi")}
        plain = ("link", "starts_on", "ends_on", "position", "languages")
        return said | {name: getattr(banner, name) for name in plain}


class CampaignForm(LeadingForm):
    """A campaign: its name, its days, where it leads, and the banners that hang for it."""

    name_en = forms.CharField(label=_("Name"), max_length=80)
    name_hi = forms.CharField(label=_("Name in Hindi"), max_length=80, required=False)
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))
    season = forms.SlugField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        self._ends_after("starts_on", "ends_on")
        return typed

    def key(self) -> str:
        """The key of a campaign made new."""
        typed = self.cleaned_data
        return str(typed["season"] or f"{slugify(typed['name_en'])[:45] or 'campaign'}-{typed['starts_on']:%Y-%m-%d}")

    def facts(self) -> dict[str, Any]:
        """The columns of the campaign."""
        typed = self.cleaned_data
        plain = {name: typed[name] for name in ("link", "starts_on", "ends_on", "season")}
        return plain | {"names": _both(typed, "name")}

    @staticmethod
    def values_of(campaign: Campaign) -> dict[str, Any]:
        """What the form shows of a campaign that is there."""
        names = {f"name_{code}": campaign.names.get(code, "") for code in ("en", "hi")}
        return names | {name: getattr(campaign, name) for name in ("link", "starts_on", "ends_on", "season")}

    @staticmethod
    def prepared(season: Season | None, *, on: date) -> dict[str, Any]:
        """What the form suggests for a season: its name and days, and the goods people look for then."""
        if season is None:
            return {"starts_on": on}
        days = {"starts_on": max(season.starts_on, on), "ends_on": season.ends_on, "season": season.key}
        return days | {"name_en": str(season.name), "link": f"/search/?q={season.search}"}


class AnnouncementForm(LeadingForm):
    """A sentence over every page, and its two moments."""

    text_en = forms.CharField(label=_("What is said"), max_length=160)
    text_hi = forms.CharField(label=_("The same in Hindi"), max_length=160, required=False)
    starts_at = MomentField(label=_("From"))
    ends_at = MomentField(label=_("Until"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["link"].required = False

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("starts_at") and typed.get("ends_at") and typed["ends_at"] <= typed["starts_at"]:
            self.add_error("ends_at", ENDS_FIRST)
        return typed

    def facts(self) -> dict[str, Any]:
        """The columns of the announcement."""
        plain = {name: self.cleaned_data[name] for name in ("link", "starts_at", "ends_at")}
        return plain | {"texts": _both(self.cleaned_data, "text")}

    @staticmethod
    def values_of(said: Announcement) -> dict[str, Any]:
        """What the form shows of an announcement that is there."""
        texts = {f"text_{code}": said.texts.get(code, "") for code in ("en", "hi")}
        return texts | {name: getattr(said, name) for name in ("link", "starts_at", "ends_at")}


class FeaturedForm(AccessibleForm):
    """One product of the home page: its place, its last day, or off it."""

    position = forms.IntegerField(label=_("Place"), min_value=1, max_value=999)
    until = DayField(label=_("Last day"), required=False)
    off = forms.BooleanField(label=_("Take off"), required=False)


class AddFeaturedForm(AccessibleForm):
    """One more product for the home page, by its code."""

    code = forms.CharField(
        label=_("Add a product"), max_length=60, required=False, widget=forms.TextInput(attrs={"list": "codes"})
    )
    until = DayField(label=_("Last day"), required=False)


def _both(typed: dict[str, Any], name: str) -> dict[str, str]:
    return {code: typed[f"{name}_{code}"] for code in ("en", "hi") if typed.get(f"{name}_{code}")}
