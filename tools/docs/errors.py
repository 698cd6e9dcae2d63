"""docs/errors.md: every refusal that a person or a program can be given."""

from kirana.core.errors import ShopError
from tools.docs import markdown
from tools.docs.running import descendants
from tools.docs.source import Source

LEADING = (
    "A refusal is an answer, not a fault: the person is told its sentence, in their language, on a page with its HTTP "
    "status. Names in brackets are facts that whoever refuses fills in. Each is defined in the module that raises it."
)


def page(_source: Source) -> str:
    """The page."""
    rows = [_row(error) for error in sorted(descendants(ShopError), key=lambda error: error.code)]
    return markdown.page("Refusals", LEADING, markdown.table(["Code", "Status", "Sentence", "Class"], rows))


def _row(error: type[ShopError]) -> tuple[str, str, str, str]:
    return markdown.code(error.code), str(error.status), str(error.sentence), f"`{error.__module__}.{error.__name__}`"
