"""The maintenance guide, executed: every one of its bullets is a task that the software answers or asks a person."""

from functools import cache

from kirana.ops.guide import database, emergencies, growth, monitoring, recovery, regular, security, updates
from kirana.ops.guide.tasks import Question, Section, Task

SECTIONS: tuple[Section, ...] = (
    regular.SECTION,
    database.SECTION,
    updates.SECTION,
    monitoring.SECTION,
    growth.SECTION,
    recovery.SECTION,
    security.SECTION,
    emergencies.SECTION,
    emergencies.CONTACTS,
)


@cache
def tasks() -> dict[str, Task]:
    """Every task by its id, in the guide's order."""
    return {task.id: task for section in SECTIONS for task in section.tasks()}


@cache
def questions() -> dict[str, Question]:
    """Every question by its key."""
    return {task.question.key: task.question for task in tasks().values() if task.question}
