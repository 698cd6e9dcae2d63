"""Refusals: each with a code of its own and a sentence for people."""

import importlib
import pkgutil
import re
from collections import Counter
from http import HTTPStatus

import pytest
from django.utils.functional import Promise

import kirana
from kirana.core.errors import NotAllowed, NotFound, ShopError


class ThingsLeft(ShopError):
    code = "things_left"
    sentence = "Only %(left)s left of “%(name)s”."


def every_refusal() -> list[type[ShopError]]:
    """Every refusal that the product can make."""
    for module in pkgutil.walk_packages(kirana.__path__, "kirana."):
        if not re.search(r"\.(wsgi|serve|settings|migrations|management|__main__)\b", module.name):
            importlib.import_module(module.name)
    found, waiting = [], [ShopError]
    while waiting:
        kinds = [kind for kind in waiting.pop().__subclasses__() if kind.__module__.startswith("kirana.")]
        found += kinds
        waiting += kinds
    return found


def test_a_refusal_says_its_facts():
    refusal = ThingsLeft(left=2, name="100% atta")
    assert refusal.message == str(refusal) == "Only 2 left of “100% atta”."
    assert refusal.facts == {"left": 2, "name": "100% atta"}
    assert (refusal.code, refusal.status) == ("things_left", 409)


@pytest.mark.parametrize(
    ("kind", "code", "status", "sentence"),
    [
        (ShopError, "refused", 409, "That cannot be done now."),
        (NotAllowed, "not_allowed", 403, "Your role does not allow this."),
        (NotFound, "not_found", 404, "We could not find that."),
    ],
)
def test_the_refusals_everyone_uses(kind, code, status, sentence):
    assert (kind.code, kind.status, kind().message) == (code, status, sentence)


def test_no_two_refusals_share_a_code():
    refusals = every_refusal()
    assert len(refusals) > 25
    codes = Counter(refusal.code for refusal in refusals)
    assert {code for code, times in codes.items() if times > 1} == set()


def test_every_refusal_has_a_sentence_that_can_be_translated_and_a_status_of_refusal():
    for refusal in every_refusal():
        assert isinstance(refusal.sentence, Promise), refusal
        assert str(refusal.sentence).strip(), refusal
        assert 400 <= HTTPStatus(refusal.status) < 600, refusal


def test_every_fact_a_sentence_wants_is_written_as_text():
    for refusal in every_refusal():
        without = re.sub(r"%\(\w+\)s", "", str(refusal.sentence).replace("%%", ""))
        assert "%" not in without, refusal
