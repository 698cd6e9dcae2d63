"""Every text that a person reads has its words in every language, and the words keep the facts."""

import re

import pytest
from babel.messages.catalog import Catalog, Message
from django.conf import settings

from tools import translations

pytestmark = pytest.mark.sqlite_only

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%")


@pytest.fixture(scope="module")
def texts() -> Catalog:
    return translations.gather()


def forms(message: Message) -> tuple[list[str], list[str]]:
    """The English and the translated forms of a message."""
    english, ours = (part if isinstance(part, list | tuple) else [part] for part in (message.id, message.string))
    return list(english), list(ours)


def facts(sentence: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(sentence))


def test_every_language_the_shop_offers_has_its_folder():
    assert {code for code, _name in settings.LANGUAGES} - {settings.LANGUAGE_CODE} == set(translations.languages())


def test_no_text_is_without_words(texts):
    assert len(texts) > 300
    assert list(translations.missing(texts)) == []


@pytest.mark.parametrize("language", translations.languages())
def test_the_words_name_the_same_facts_as_the_text(language):
    wrong = []
    for message in translations._read(language):
        english, ours = forms(message)
        if message.id and any(one and facts(one) != facts(english[-1]) for one in ours):
            wrong.append(english[0])
    assert wrong == []


@pytest.mark.parametrize("language", translations.languages())
def test_no_words_are_kept_for_texts_that_nobody_says(language, texts):
    kept = {translations._key(message) for message in translations._read(language) if message.id}
    assert kept - {translations._key(message) for message in texts if message.id} == set()
