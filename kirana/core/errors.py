"""Facts that stop a story, told in a sentence.

    ShopError                  something a person can be told and usually mend
    ├── NotAllowed             this actor may not do this
    ├── NotFound               no such thing, or not theirs to see
    └── …                      each module defines its own where it raises them

`code` is for programs, `status` for HTTP, `sentence` for people. A sentence names its facts in brackets,
`"Only %(left)s left."`, and the raiser gives them: `OutOfStock(left=2)`.
"""

from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class ShopError(Exception):
    """A refusal that is an answer, not a fault: it is shown to the person, never logged as a crash."""

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409
    sentence: ClassVar[str | Promise] = _("That cannot be done now.")

    def __init__(self, **facts: Any) -> None:
        self.facts = facts
        super().__init__(facts)

    @property
    def message(self) -> str:
        """The sentence in the language in force."""
        return str(self.sentence) % self.facts

    def __str__(self) -> str:
        return self.message


class NotAllowed(ShopError):
    code = "not_allowed"
    status = 403
    sentence = _("Your role does not allow this.")


class NotFound(ShopError):
    code = "not_found"
    status = 404
    sentence = _("We could not find that.")
