"""The review names who tries doors, from where, when and how often; a month of a town's shopping is no alarm."""

from datetime import timedelta

import pytest

from kirana.core.audit import AuditEntry
from kirana.ops.access import blocks, checks, review
from kirana.ops.access.blocks import BlocksYourself, NotAnAddress
from kirana.ops.access.review import FAILED, Kind
from kirana.ops.checks import Verdict
from tests.cast import BY, NOW
from tests.ops.access.traffic import a_line, a_month, keep

pytestmark = pytest.mark.django_db
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
BAD, WORSE = "203.0.113.7", "198.51.100.9"


def at(number):
    return NOW - timedelta(minutes=50) + number * SECOND


def guesses(times, *, address=BAD, account="asha0000mark"):
    return [a_line(at(n), address, "POST account_login", event=FAILED, account=account) for n in range(times)]


def named():
    return {(row.kind, row.address or row.account): row.count for row in review.AccessFinding.objects.all()}


def test_a_month_of_a_town_is_no_alarm():
    lines = a_month(until=NOW)
    assert len(lines) > 200_000
    hours: dict[str, list] = {}
    for line in lines:
        hours.setdefault(line["at"][:13], []).append(line)
    assert {hour: found for hour, one in hours.items() if (found := review.read(one))} == {}


def test_passwords_are_guessed(logs):
    keep(logs, guesses(40) + a_month(until=NOW, days=1))
    answer = checks.reviewed(NOW)
    assert answer.verdict == Verdict.ACT
    assert named() == {(Kind.BRUTE_FORCE, BAD): 40, (Kind.BRUTE_FORCE, "asha0000mark"): 40}
    row = next(row for row in answer.rows if row[1] == BAD)
    assert row[2:4] == ("40", "2026-03-02 02:40 – 02:40 UTC")


def test_one_account_is_guessed_from_many_addresses(logs):
    keep(logs, [one for n in range(16) for one in guesses(1, address=f"203.0.113.{n}")])
    assert checks.reviewed(NOW).verdict == Verdict.ACT
    assert named() == {(Kind.BRUTE_FORCE, "asha0000mark"): 16}


def test_who_tries_accounts_out_is_named(logs):
    keep(logs, [one for n in range(9) for one in guesses(1, account=f"{n:012x}")])
    assert checks.reviewed(NOW).verdict == Verdict.ACT
    assert named() == {(Kind.PROBING, BAD): 9}


def test_who_counts_through_orders_is_named(logs):
    keep(logs, [a_line(at(n), BAD, "order", 404) for n in range(20)])
    assert checks.reviewed(NOW).verdict == Verdict.ACT
    assert named() == {(Kind.ENUMERATION, BAD): 20}


def test_a_scanner_is_named_and_a_loud_one_is_to_be_watched(logs):
    keep(logs, [a_line(at(n), BAD, "nowhere", 404, path=f"/wp-login-{n}.php") for n in range(6)])
    assert checks.reviewed(NOW).verdict == Verdict.GOOD
    assert named() == {(Kind.SCANNER, BAD): 6}
    keep(logs, [a_line(at(n + 60), WORSE, "nowhere", 404, path=f"/backup-{n}.sql") for n in range(40)])
    answer = checks.reviewed(NOW)
    assert (answer.verdict, answer.message) == (Verdict.WATCH, f"Someone goes through the shop by machine: {WORSE}.")


def test_who_takes_the_catalogue_is_named_and_a_busy_network_is_not(logs):
    taken = [a_line(at(n), BAD, "product", path=f"/products/{n}/") for n in range(700)]
    shared = [a_line(at(n), WORSE, "product", path=f"/products/{n}/") for n in range(700)]
    bought = [a_line(at(n), WORSE, "POST basket_lines", 302) for n in range(12)]
    keep(logs, taken + shared + bought)
    assert checks.reviewed(NOW).verdict == Verdict.WATCH
    assert named() == {(Kind.SCRAPING, BAD): 700}


def test_looking_twice_finds_it_once(logs):
    keep(logs, guesses(40))
    checks.reviewed(NOW)
    before = named()
    checks.reviewed(NOW)
    assert named() == before


def test_an_hour_later_it_is_only_in_the_list(logs):
    keep(logs, guesses(40))
    checks.reviewed(NOW)
    answer = checks.reviewed(NOW + HOUR)
    assert (answer.verdict, len(answer.rows)) == (Verdict.GOOD, 2)


def test_without_a_log_nothing_is_said_to_be_well(logs):
    assert checks.reviewed(NOW).verdict == Verdict.NOT_CONNECTED


# --- the door ---------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def the_list_is_read():
    blocks.kept.forget()
    yield
    blocks.kept.forget()


def shut(network=BAD, *, hours=24, own="192.0.2.1"):
    return blocks.block(network=network, until=NOW + hours * HOUR, own=own, by=BY, at=NOW, why="guesses")


def test_who_is_blocked_is_shut_out_until_the_end_of_it():
    shut()
    assert [blocks.is_blocked(BAD, at=NOW + hours * HOUR) for hours in (0, 23, 25)] == [True, True, False]
    assert not blocks.is_blocked(WORSE, at=NOW)


def test_a_block_and_its_end_are_in_the_log_of_who_did_what():
    row = shut("203.0.113.0/24")
    blocks.lift(block_id=row.pk, by=BY, at=NOW)
    assert not blocks.is_blocked(BAD, at=NOW)
    assert [entry.action for entry in AuditEntry.objects.order_by("number")] == ["access.block", "access.unblock"]


@pytest.mark.parametrize("network", ["", "somewhere", "203.0.0.0/8", "::/0"])
def test_what_is_no_small_network_is_refused(network):
    with pytest.raises(NotAnAddress):
        shut(network)
    assert blocks.AddressBlock.objects.count() == 0


@pytest.mark.parametrize("network", ["192.0.2.1", "192.0.2.0/24", "127.0.0.1"])
def test_nobody_shuts_themselves_out(network):
    with pytest.raises(BlocksYourself):
        shut(network)
    assert AuditEntry.objects.count() == 0


def test_after_the_block_there_is_nothing_left_to_do(logs):
    keep(logs, [one for n in range(9) for one in guesses(1, account=f"{n:012x}")])
    shut()
    assert checks.reviewed(NOW).verdict == Verdict.GOOD
