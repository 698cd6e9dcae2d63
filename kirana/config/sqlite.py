"""Puts a current SQLite in the place of the interpreter's own, before Django loads it.

SQLite 3.7.0 to 3.51.2 can corrupt a WAL database that two processes use when one resets the log
(https://sqlite.org/wal.html#walresetbug). Debian's Python is linked with such a version; `pysqlite3` brings
a repaired one. `kirana.core.checks` refuses to run a shop on an affected library.
"""

import sys

try:
    import pysqlite3
except ImportError:  # not a Linux machine: the check decides whether the built-in library will do
    pass
else:
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
