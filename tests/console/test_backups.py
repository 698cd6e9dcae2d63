"""Esha looks at the backups, has one made and tried, and takes one home."""

import pytest
from django_q.models import OrmQ

from kirana.core.audit import AuditEntry
from kirana.ops.backups import services
from kirana.ops.backups.models import Drill
from tests.cast import NOW
from tests.ops.backups.conftest import BY, kept, made, make_at  # noqa: F401
from tests.storefront.visitors import a_visitor, every_row

pytestmark = [pytest.mark.usefixtures("it_is_now"), pytest.mark.django_db(transaction=True)]
AT = "/staff/console/backups/"


def test_esha_sees_what_there_is(lakshmi, made):  # noqa: F811
    Drill.objects.create(
        backup_name=made.name, place=made.copies.get().place, begun_at=NOW, passed=True, recovery_ms=8_400, row_count=77
    )
    page = a_visitor(lakshmi.esha.user).get(AT).content.decode()
    assert [each in page for each in (made.name, "A shop was made of it", "Take home", "Make one now")] == [True] * 4


def test_a_list_of_many_asks_as_often_as_a_list_of_one(lakshmi, made, make_at, django_assert_max_num_queries):  # noqa: F811
    esha = a_visitor(lakshmi.esha.user)
    with django_assert_max_num_queries(14):
        esha.get(AT)


@pytest.mark.parametrize(("button", "action"), [("new/", "backup.ask"), ("trials/", "backup.ask_trial")])
def test_a_button_leaves_the_work_to_the_worker_and_a_line_in_the_log(lakshmi, button, action):
    waiting = OrmQ.objects.count()
    assert a_visitor(lakshmi.esha.user).post(AT + button).headers["Location"] == AT
    assert OrmQ.objects.count() == waiting + 1
    assert AuditEntry.objects.get(action=action).by == str(lakshmi.esha.as_actor())


def test_an_archive_is_taken_home_as_it_lies_there_and_written_down(lakshmi, kept, made):  # noqa: F811
    answer = a_visitor(lakshmi.chitra.user).post(f"{AT}{made.name}/archive/")
    assert b"".join(answer.streaming_content) == kept.archive(made.name).read_bytes()
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{made.archive}"'
    entry = AuditEntry.objects.get(action="backup.download")
    assert (entry.by, entry.subject) == (str(lakshmi.chitra.as_actor()), f"backup:{made.name}")


def test_what_anyone_could_read_is_not_handed_out(lakshmi, kept, settings):  # noqa: F811
    settings.BACKUP_RECIPIENTS = []
    backup = services.make(by=BY, at=NOW)
    assert a_visitor(lakshmi.esha.user).post(f"{AT}{backup.name}/archive/").status_code == 409
    assert not AuditEntry.objects.filter(action="backup.download").exists()


def test_a_backup_that_never_was_is_not_found(lakshmi):
    assert a_visitor(lakshmi.esha.user).post(f"{AT}kirana-1/archive/").status_code == 404


@pytest.mark.parametrize("path", ["new/", "trials/", "kirana-20260302-033000/archive/"])
def test_those_who_do_not_keep_backups_get_nothing(path, lakshmi, made):  # noqa: F811
    before = every_row()
    users = (None, lakshmi.asha.user, lakshmi.bilal.user, lakshmi.pooja.user, lakshmi.dev.user)
    assert [a_visitor(user).post(AT + path).status_code for user in users] == [302, 404, 404, 403, 403]
    assert every_row() == before
