"""Whatever is logged, no secret and no person can be read out of it."""

import string

import pytest
from django import conf
from hypothesis import given, settings
from hypothesis import strategies as st

from kirana.ops.logs import masking
from kirana.ops.logs.masking import PERSONAL, SECRET, mask, masked

pytestmark = pytest.mark.sqlite_only

QUICK = settings(max_examples=150, deadline=None)
words = st.text(alphabet=string.ascii_letters + " .,-आटादूध\n", max_size=40)
secrets = st.text(alphabet=string.ascii_letters + string.digits + "_-", min_size=12, max_size=40)
phones = st.from_regex(r"(\+91[ -]?)?[6-9][0-9]{4} ?[0-9]{5}", fullmatch=True)
mails = st.from_regex(r"[a-z]{2,8}[.+]?[a-z0-9]{1,6}@[a-z]{2,8}(\.[a-z]{2,4}){1,2}", fullmatch=True)


def with_its_check_digit(digits: str) -> str:
    return next(digits + one for one in string.digits if masking._is_card(digits + one))


cards = st.text(alphabet=string.digits, min_size=15, max_size=15).map(with_its_check_digit)


def in_fours(card: str) -> str:
    return " ".join(card[place : place + 4] for place in range(0, len(card), 4))


def words_around(before: str, secret: str, after: str) -> str:
    return f"{before} {secret} {after}"


@QUICK
@given(words, phones, words)
def test_no_phone_is_left(before, phone, after):
    assert phone not in mask(words_around(before, phone, after))


@QUICK
@given(words, mails, words)
def test_no_mail_address_is_left(before, mail, after):
    assert mail not in mask(words_around(before, mail, after))


@QUICK
@given(words, cards, words)
def test_no_card_is_left_in_one_piece_or_in_four(before, card, after):
    for said in (card, in_fours(card)):
        assert said not in mask(words_around(before, said, after))


@QUICK
@given(st.sampled_from(["password", "SECRET_KEY", "api_key", "csrfmiddlewaretoken", "sessionid", "otp"]), secrets)
def test_no_secret_is_left_however_it_is_written(name, secret):
    for said in (
        f"{name}={secret}",
        f"{name}: {secret}",
        f'"{name}": "{secret}"',
        f"'{name}': '{secret}'",
        f"a=1&{name}={secret}&b=2",
    ):
        assert secret not in mask(said)


@QUICK
@given(secrets)
def test_no_header_with_a_secret_is_left(secret):
    for said in (
        f"Authorization: Bearer {secret}",
        f"Cookie: basket={secret}; sessionid={secret}",
        f"postgres://kirana:{secret}@db/kirana",
    ):
        assert secret not in mask(said)


@QUICK
@given(
    st.recursive(
        words | phones | mails,
        lambda inside: st.lists(inside, max_size=3) | st.dictionaries(words, inside, max_size=3),
        max_leaves=8,
    )
)
def test_masking_what_is_masked_changes_nothing(value):
    once = masked(value)
    assert masked(once) == once


def test_what_has_a_name_is_masked_by_its_name():
    given_ = {
        "phone": "x",
        "address_line": "Flat 3B, Palm Grove",
        "password": "tin",
        "lines": [{"email": "a"}],
        "count": 3,
        "at": "09:00",
    }
    assert masked(given_) == {
        "phone": PERSONAL,
        "address_line": PERSONAL,
        "password": SECRET,
        "lines": [{"email": PERSONAL}],
        "count": 3,
        "at": "09:00",
    }


def test_an_address_inside_a_dictionary_that_was_made_text_is_masked():
    assert mask(str({"address_line": "Flat 3B, Palm Grove", "pincode": "560038"})) == (
        f"{{'address_line': '{PERSONAL}', 'pincode': '560038'}}"
    )


def test_the_shops_own_keys_are_known_letter_for_letter(monkeypatch):
    monkeypatch.setattr(masking, "_ours", [])
    masking.never_show(["a sack of rice and dal", "dal"])
    assert mask("key is a sack of rice and dal!") == f"key is {SECRET}!"
    assert mask("dal is cooked") == "dal is cooked"


def test_the_settings_that_are_secrets_are_found_by_their_names(settings):
    settings.STRIPE_WEBHOOK_SECRETS = ["whsec_one", "whsec_two"]
    found = masking.secrets_of(conf.settings)
    assert {settings.SECRET_KEY, "whsec_one", "whsec_two"} <= set(found)


@pytest.mark.parametrize(
    "text",
    [
        "KM-10042 was placed at 2026-03-02T09:00:00Z for 1245.00",
        "kirana.orders.services:cancel took 123 ms",
        'File "/srv/kirana/flows/place_order.py", line 120, in place_order',
        "pincode 560038, slot 12, 40 of 8901234567890 received",
        "9f0c61d2a5b74e38",
    ],
)
def test_what_is_neither_stays(text):
    assert mask(text) == text


def test_a_row_that_postgresql_shows_is_hidden():
    said = mask("IntegrityError: x\nDETAIL:  Failing row contains (1, Asha Iyer, 12th Main, Indiranagar).")
    assert "Asha" not in said
    assert "12th Main" not in said
