"""The settings of those who look after the shop: where its data is, what is measured, what is logged."""

import sys
from pathlib import Path

from kirana.config import env
from kirana.ops.logs import lines as log_lines

ROOT = Path(__file__).resolve().parents[3]
# Where the shop keeps what is its own: database, secret key, pictures, styles, mails.
DATA = env.folder("KIRANA_DATA", ROOT / "var")

# --- measurements ---------------------------------------------------------------------------------

# Whether requests and slow statements are measured and kept. Off is for comparing with on.
MEASURE = env.flag("MEASURE", default=True)
# The size that the database may have, in MB. Nothing: what the disk has room for.
DATABASE_LIMIT_MB = env.number("DATABASE_LIMIT_MB", 0)

# A statement that takes this long, in ms, is noted with its plan and its caller.
SLOW_STATEMENT_MS = env.number("SLOW_STATEMENT_MS", 200, least=1)
# What is too much: the time that 95 of 100 answers of a page stay below, in ms.
ALERT_LATENCY_MS = env.number("ALERT_LATENCY_MS", 500, least=1)
# Of 1,000 answers, so many that broke.
ALERT_ERRORS_PERMILLE = env.number("ALERT_ERRORS_PERMILLE", 10, least=1)
# Percent of the processor.
ALERT_CPU_PERCENT = env.number("ALERT_CPU_PERCENT", 80, least=1)
# Percent of the memory.
ALERT_MEMORY_PERCENT = env.number("ALERT_MEMORY_PERCENT", 80, least=1)
# Percent of the size that the database may have.
ALERT_DATABASE_PERCENT = env.number("ALERT_DATABASE_PERCENT", 80, least=1)
# Percent of the connections that the database allows.
ALERT_CONNECTIONS_PERCENT = env.number("ALERT_CONNECTIONS_PERCENT", 80, least=1)
# Who may read /metrics: whoever sends this as a bearer token; `loopback`: programs on this machine that come without a
# proxy; nothing: nobody.
METRICS_TOKEN = env.text("METRICS_TOKEN", "")

# --- logs -----------------------------------------------------------------------------------------

# Where the log files are.
LOG_FOLDER = env.folder("LOG_FOLDER", DATA / "logs")
# How much is logged: `DEBUG`, `INFO`, `WARNING` or `ERROR`.
LOG_LEVEL = env.text("LOG_LEVEL", "INFO")
# A file that has grown to so many MB is put aside before its day is over.
LOG_FILE_MB = env.number("LOG_FILE_MB", 64, least=1)
# How many days logs are kept: 180, as the law asks (CERT-In), to 365.
LOG_DAYS = min(env.number("LOG_DAYS", 180, least=1), 365)
# The logs may take so many MB before someone is told.
LOG_LIMIT_MB = env.number("LOG_LIMIT_MB", 2048, least=1)
# A folder on another disk that gets a copy of every file that was put aside; nothing: there is none.
LOG_STORE = env.text("LOG_STORE", "")
LOGGING = log_lines.config(folder=LOG_FOLDER, level=LOG_LEVEL, is_terminal=sys.stderr.isatty())
