"""What the measurements say: pages, processes, the database; each question a check with its figures."""

from kirana.ops.watch import data, pages, processes, statements

CHECKS = (*pages.CHECKS, *processes.CHECKS, *data.CHECKS, *statements.CHECKS)
