"""Secrets of other services, and what may stand in for them."""

import pytest

from kirana.config import env


@pytest.fixture(autouse=True)
def empty(monkeypatch):
    for name in ("A_KEY", "A_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)


def test_one_of_a_few_words_and_no_other(monkeypatch):
    assert env.one_of("A_KEY", "advised", among=("advised", "required")) == "advised"
    monkeypatch.setenv("A_KEY", "sometimes")
    with pytest.raises(env.BadSetting, match="A_KEY must be one of advised, required, not 'sometimes'"):
        env.one_of("A_KEY", "advised", among=("advised", "required"))


def test_a_key_that_nobody_gave_is_empty():
    assert (env.key("A_KEY"), env.keys("A_KEY")) == ("", [])


def test_a_key_is_read_from_the_environment_or_from_a_file(monkeypatch, tmp_path):
    file = tmp_path / "key"
    file.write_text("of-the-file\n")
    monkeypatch.setenv("A_KEY_FILE", str(file))
    assert env.key("A_KEY") == "of-the-file"
    monkeypatch.setenv("A_KEY", "of-the-environment")
    assert env.key("A_KEY") == "of-the-environment"


def test_two_keys_are_valid_while_one_is_replaced(monkeypatch, tmp_path):
    monkeypatch.setenv("A_KEY", "new, old")
    assert env.keys("A_KEY") == ["new", "old"]
    monkeypatch.delenv("A_KEY")
    file = tmp_path / "keys"
    file.write_text("new\nold\n")
    monkeypatch.setenv("A_KEY_FILE", str(file))
    assert env.keys("A_KEY") == ["new", "old"]


def test_a_file_that_is_not_there_stops_the_shop(monkeypatch):
    monkeypatch.setenv("A_KEY_FILE", "/nowhere/key")
    with pytest.raises(env.BadSetting, match="A_KEY_FILE names /nowhere/key"):
        env.key("A_KEY")


@pytest.mark.parametrize("address", ["http://127.0.0.1:8420", "http://localhost:1", "http://[::1]:2", ""])
def test_a_stand_in_is_on_this_machine(monkeypatch, address):
    monkeypatch.setenv("A_KEY", address)
    assert env.stand_in("A_KEY") == address


@pytest.mark.parametrize(
    "address", ["https://api.stripe.com", "http://10.0.0.7", "127.0.0.1", "http://127.0.0.1.of.bilal"]
)
def test_a_stand_in_elsewhere_stops_the_shop(monkeypatch, address):
    monkeypatch.setenv("A_KEY", address)
    with pytest.raises(env.BadSetting, match="may only name an address of this machine"):
        env.stand_in("A_KEY")
