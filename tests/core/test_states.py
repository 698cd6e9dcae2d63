"""Every machine's table: each move it allows is made once and remembered, each other is refused and nothing moves."""

import importlib
import importlib.util
import pkgutil
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest

import kirana
from kirana.catalog.states import IMPORTS
from kirana.core import locks
from kirana.core.states import REASON_LENGTH, IllegalMove, StateMachine, StateRaced, move
from kirana.flows import import_catalogue as flow
from kirana.orders.states import BEFORE_PACKING, ORDERS, OrderState
from kirana.payments.models import Payment, RefundKind, WebhookEvent
from kirana.payments.services import refunds
from kirana.payments.states import EVENTS, PAYMENTS, REFUNDS, PaymentState
from kirana.support.states import PLANS, TICKETS
from tests.cast import BY, LATER, NOW, Lakshmi
from tests.support.asked import a_ticket, an_item

# Every move there is, written out: from, verb, to.
LEGAL = {
    "order": """
        pending place placed            pending abandon cancelled
        placed accept accepted          accepted start_picking picking
        picking pack packed             packed hand_over out
        out bring_back packed           out deliver delivered
        placed cancel cancelled         accepted cancel cancelled
        picking cancel cancelled        packed cancel cancelled
        cancelled revive placed
    """,
    "payment": """
        started promise promised        started authorise authorised
        started capture captured        promised capture captured
        authorised capture captured     promised reprice promised
        started fail failed             authorised fail failed
        started cancel cancelled        promised cancel cancelled
        authorised cancel cancelled     letting_go cancel cancelled
        authorised begin_capture capturing
        capturing capture captured      capturing fail failed
        letting_go capture captured     capturing let_go letting_go
        started let_go letting_go       authorised let_go letting_go
        failed arrive captured          cancelled arrive captured
        failed hold_late authorised
    """,
    "refund": """
        begun ask asked                 asked ask asked
        begun wait pending              asked wait pending
        begun finish done               asked finish done
        pending finish done             begun fail failed
        asked fail failed               pending fail failed
        done fail failed                failed retry begun
        failed give_by_hand done
    """,
    "webhook": """
        received finish done            received pass_over passed_over
        received keep nobodys           received fail failed
        done replay received            passed_over replay received
        nobodys replay received         failed replay received
    """,
    "import": """
        read apply applied              read drop dropped
        applied undo undone
    """,
    "ticket": """
        open answer answered            answered answer answered
        open resolve resolved           answered resolve resolved
        open write_back open            answered write_back open
        resolved write_back open        resolved reopen open
    """,
    "plan": """
        waiting plan planned            dropped plan planned
        planned start doing             planned finish done
        doing finish done               waiting drop dropped
        planned drop dropped            doing drop dropped
    """,
}
MACHINES = {
    "order": ORDERS,
    "payment": PAYMENTS,
    "refund": REFUNDS,
    "webhook": EVENTS,
    "import": IMPORTS,
    "ticket": TICKETS,
    "plan": PLANS,
}


def legal(subject: str) -> list[tuple[str, str, str]]:
    """The moves of a machine: from, verb, to."""
    words = LEGAL[subject].split()
    return list(zip(words[::3], words[1::3], words[2::3], strict=True))


def an_order(lakshmi: Lakshmi) -> Any:
    """A row whose machine is `ORDERS`."""
    return lakshmi.a_placed_order(atta=1)


def a_payment(lakshmi: Lakshmi) -> Any:
    """A row whose machine is `PAYMENTS`."""
    return Payment.objects.get(reference=lakshmi.a_placed_order(atta=1).number)


def an_import(lakshmi: Lakshmi) -> Any:
    """A row whose machine is `IMPORTS`."""
    file = BytesIO(b"name,price\nJeera,40\n")
    return flow.read_file(store=lakshmi.store, file=file, name="one.csv", by=BY, at=NOW)


def a_refund(lakshmi: Lakshmi) -> Any:
    """A row whose machine is `REFUNDS`."""
    order = lakshmi.a_placed_order(wish={"payment_method": "fake"}, atta=1)
    paid = Payment.objects.get(reference=order.number)
    return refunds.begin(
        payment=paid, amount_paise=10_00, kind=RefundKind.GOODS, key="one", by=BY, at=NOW, why="a torn bag"
    )


def a_webhook(_lakshmi: Lakshmi) -> Any:
    """A row whose machine is `EVENTS`."""
    event = WebhookEvent.objects.create(gateway="fake", event_id="one", kind="paid", body=b"{}", received_at=NOW)
    EVENTS.begin(event, by=BY, at=NOW)
    return event


ROWS: dict[str, Callable[[Lakshmi], Any]] = {
    "order": an_order,
    "payment": a_payment,
    "refund": a_refund,
    "webhook": a_webhook,
    "import": an_import,
    "ticket": a_ticket,
    "plan": an_item,
}


def put_into(row: Any, state: str) -> Any:
    """The row as the database has it, in a state that no move brought it to."""
    type(row).objects.filter(pk=row.pk).update(state=state)
    return type(row).objects.get(pk=row.pk)


def columns(row: Any) -> tuple[list[Any], list[Any]]:
    """The rows of the table and of its history, whole."""
    return list(type(row).objects.order_by("pk").values()), list(row.history.values())


def test_every_machine_there_is_is_tried_here():
    found = {}
    for module in pkgutil.iter_modules(kirana.__path__, "kirana."):
        if module.ispkg and importlib.util.find_spec(f"{module.name}.states"):
            things = vars(importlib.import_module(f"{module.name}.states")).values()
            found |= {thing.subject: thing for thing in things if isinstance(thing, StateMachine)}
    assert found == MACHINES


@pytest.mark.parametrize("subject", MACHINES)
def test_a_table_holds_these_moves_and_no_others(subject):
    table = [(source, verb.name, verb.target) for verb in MACHINES[subject].moves for source in verb.sources]
    assert sorted(table) == sorted(legal(subject))


@pytest.mark.parametrize("subject", MACHINES)
def test_every_illegal_move_is_refused_and_nothing_moves(lakshmi, subject):
    machine, row = MACHINES[subject], ROWS[subject](lakshmi)
    allowed = {(source, verb) for source, verb, _target in legal(subject)}
    tried = 0
    for state in machine.states:
        row = put_into(row, state)
        before = columns(row)
        for verb in machine.moves:
            if (state, verb.name) in allowed:
                continue
            with pytest.raises(IllegalMove) as refusal:
                machine.move(row, verb.name, by=BY, at=LATER, why="tried")
            assert refusal.value.message == f"This cannot be done while it is “{state.label}”."
            assert row.state == state
            assert columns(row) == before
            tried += 1
    assert tried == len(machine.states) * len(machine.moves) - len(allowed)


@pytest.mark.parametrize("subject", MACHINES)
def test_every_legal_move_is_made_once_and_remembered(lakshmi, subject):
    machine, row = MACHINES[subject], ROWS[subject](lakshmi)
    for source, verb, target in legal(subject):
        row = put_into(row, source)
        steps = row.history.count()
        machine.move(row, verb, by=lakshmi.chitra.as_actor(), at=LATER, why=f"because of {verb}")
        assert row.state == type(row).objects.get(pk=row.pk).state == target
        assert row.history.count() == steps + 1
        last = row.history.last()
        assert (last.from_state, last.to_state, last.move) == (source, target, verb)
        assert (last.by, last.at, last.why) == (str(lakshmi.chitra.as_actor()), LATER, f"because of {verb}")


@pytest.mark.parametrize("subject", MACHINES)
def test_the_buttons_of_a_screen_are_the_moves_from_its_state(subject):
    machine = MACHINES[subject]
    for state in machine.states:
        verbs = [verb.name for verb in machine.moves_from(state)]
        assert sorted(verbs) == sorted(verb for source, verb, _target in legal(subject) if source == state)
        assert all(machine.allows(state, verb) for verb in verbs)


def test_only_the_row_that_moves_changes(lakshmi):
    first, second = an_order(lakshmi), an_order(lakshmi)
    ORDERS.move(first, "accept", by=BY, at=LATER)
    second.refresh_from_db()
    assert (first.state, second.state) == (OrderState.ACCEPTED, OrderState.PLACED)
    assert [first.history.count(), second.history.count()] == [3, 2]


def test_who_comes_second_is_told_and_changes_nothing(lakshmi):
    order = an_order(lakshmi)
    chitras, poojas = (type(order).objects.get(pk=order.pk) for _each in range(2))
    ORDERS.move(chitras, "cancel", by=lakshmi.chitra.as_actor(), at=LATER, why="shop closed")
    before = columns(order)
    with pytest.raises(StateRaced) as refusal:
        ORDERS.move(poojas, "accept", by=lakshmi.pooja.as_actor(), at=LATER, note="mine")
    assert refusal.value.message == "Someone else has just changed this. Look again."
    assert columns(order) == before
    assert (poojas.state, poojas.note) == (OrderState.PLACED, "")


def test_columns_are_set_in_the_same_statement_as_the_state(lakshmi, django_assert_num_queries):
    payment = a_payment(lakshmi)
    with locks.transaction(), django_assert_num_queries(2):  # the row, its history
        PAYMENTS.move(payment, "capture", by=BY, at=LATER, captured_paise=payment.amount_paise)
    kept = Payment.objects.get(pk=payment.pk)
    assert (payment.state, payment.captured_paise) == (kept.state, kept.captured_paise) == ("captured", 310_00)


def test_a_move_without_its_history_is_no_move_also_outside_a_transaction(lakshmi, monkeypatch):
    order = an_order(lakshmi)
    before = columns(order)

    def power_cut(*_row: Any, **_change: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(StateMachine, "_remember", staticmethod(power_cut))
    with pytest.raises(KeyboardInterrupt):
        ORDERS.move(order, "accept", by=BY, at=LATER)
    assert columns(order) == before


def test_a_long_reason_is_cut_to_what_the_column_holds(lakshmi):
    order = an_order(lakshmi)
    ORDERS.move(order, "cancel", by=BY, at=LATER, why="अ" * (REASON_LENGTH + 50))
    assert order.history.last().why == "अ" * 500


def test_what_is_allowed_only_in_a_state_is_refused_in_the_others(lakshmi):
    order = an_order(lakshmi)
    ORDERS.require(order, OrderState.PLACED)
    with pytest.raises(IllegalMove) as refusal:
        ORDERS.require(order, OrderState.PICKING)
    assert refusal.value.message == "This cannot be done while it is “Placed”."


def test_a_table_with_a_slip_does_not_load():
    twice = (move("accept", ["placed"], "accepted", "A"), move("accept", ["pending"], "accepted", "B"))
    for moves in (twice, (move("eat", ["placed"], "eaten", "E"),), (move("eat", ["raw"], "placed", "E"),)):
        with pytest.raises(ValueError):
            StateMachine(subject="order", states=OrderState, first=OrderState.PENDING, moves=moves)


def test_the_states_that_mean_something_together():
    assert {"placed", "accepted", "picking"} == BEFORE_PACKING
    assert set(OrderState) - set(OrderState.holding_a_place()) == {"cancelled"}
    assert set(PaymentState.dead()) == {"failed", "cancelled"}
