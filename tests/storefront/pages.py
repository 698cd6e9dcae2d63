"""What a person finds on a page: the forms with what stands in them, the sentences, the headings."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"input", "img", "meta", "link", "br", "use", "hr"}
UNSEEN = {"style", "script"}


@dataclass
class Form:
    """A form: where it goes, and what it would send as it stands."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        """The one value that would be sent under this name."""
        (value,) = self.values[name]
        return value


class Page(HTMLParser):
    """A page, read. `texts` are its sentences in order, `forms` its forms, `links` where it leads,
    `ids` the names of its places."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.language = ""
        self._open: list[str] = []
        self._form: Form | None = None
        self._select = self._textarea = ""
        self.feed(html)

    def form(self, action: str = "") -> Form:
        """The only form that posts to this address; by default the page's own."""
        (found,) = (one for one in self.forms if one.action == action and one.method == "post")
        return found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self._open.append(tag)
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "html":
            self.language = found["lang"]
        elif tag == "a":
            self.links.append(found.get("href", ""))
        elif tag == "form":
            self._form = Form(found.get("action", ""), found.get("method", "get"))
            self.forms.append(self._form)
        elif self._form is not None:
            self._start_control(tag, found, self._form)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            self._textarea = ""

    def handle_data(self, data: str) -> None:
        if self._textarea and self._form is not None:
            self._form.values[self._textarea] = [data.removeprefix("\n")]
        elif data.strip() and not UNSEEN & set(self._open):
            self.texts.append(" ".join(data.split()))

    def _start_control(self, tag: str, found: dict[str, str], form: Form) -> None:
        name = found.get("name", "")
        if tag == "input" and name and (found.get("type") not in ("radio", "checkbox") or "checked" in found):
            form.values.setdefault(name, []).append(found.get("value", "on" if "checked" in found else ""))
        elif tag == "textarea":
            self._textarea = name
            form.values[name] = [""]
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in found:
            form.values.setdefault(self._select, []).append(found["value"])


def read(response: object) -> Page:
    """The page that was answered."""
    return Page(response.content.decode())  # type: ignore[attr-defined]
