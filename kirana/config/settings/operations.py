"""Settings of operations: what is measured and logged, where backups go, who looks after the shop, what guards it."""

import sys

from kirana.config import env
from kirana.config.settings.where import DATA, HTTPS
from kirana.ops.logs import lines as log_lines

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
# Seconds after which a transaction that is open and does nothing has been forgotten by someone.
LEAK_SECONDS = env.number("LEAK_SECONDS", 300, least=1)
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

# --- backups --------------------------------------------------------------------------------------

# Where backups are kept: folders, and buckets written `s3://bucket/prefix`. Several are tried in turn, all of them.
BACKUP_PLACES = env.words("BACKUP_PLACES", str(DATA / "backups"))
# Who backups are sealed for: public keys of age (`age1…`), made by `manage.py backup_key make`. Without one an archive
# can be read by anyone who has it, and does not leave this machine.
BACKUP_RECIPIENTS = env.words("BACKUP_RECIPIENTS")
# The file with the private key, so that drills can open what is sealed. Readable by the shop's user only.
BACKUP_IDENTITY_FILE = env.text("BACKUP_IDENTITY_FILE", "")
# Hours between two backups.
BACKUP_EVERY_HOURS = env.number("BACKUP_EVERY_HOURS", 24, least=1)
# The age in hours of the newest backup at which someone must act; later than the schedule, it is watched.
BACKUP_OLD_HOURS = env.number("BACKUP_OLD_HOURS", 50, least=2)
# Days of which the newest backup is kept.
BACKUP_KEEP_DAILY = env.number("BACKUP_KEEP_DAILY", 14, least=1)
BACKUP_KEEP_WEEKLY = env.number("BACKUP_KEEP_WEEKLY", 8)  # weeks of which the newest backup is kept
BACKUP_KEEP_MONTHLY = env.number("BACKUP_KEEP_MONTHLY", 12)  # months of which the newest backup is kept
# In how many places a backup should be, one of them off this machine.
BACKUP_LEAST_PLACES = env.number("BACKUP_LEAST_PLACES", 2, least=1)
# Days between two trials of a restore.
BACKUP_DRILL_DAYS = env.number("BACKUP_DRILL_DAYS", 7, least=1)
# Days after which someone should again take an archive home.
BACKUP_DOWNLOAD_DAYS = env.number("BACKUP_DOWNLOAD_DAYS", 31, least=1)
# The address of a service that speaks S3, when it is not Amazon's.
BACKUP_S3_ENDPOINT = env.text("BACKUP_S3_ENDPOINT", "")
# Its region.
BACKUP_S3_REGION = env.text("BACKUP_S3_REGION", "ap-south-1")
# The name of the key to it; without one, what the machine's own role allows.
BACKUP_S3_KEY_ID = env.text("BACKUP_S3_KEY_ID", "")
# The secret of that key.
BACKUP_S3_SECRET = env.text("BACKUP_S3_SECRET", "")
# Where point-in-time recovery of a PostgreSQL server on this machine is kept (`manage.py pitr`).
PITR_FOLDER = env.text("PITR_FOLDER", str(DATA / "pitr"))
# What the running code is called, where it was delivered without its git history: a tag, a commit.
RELEASE = env.text("RELEASE", "")

# --- those who look after the shop ------------------------------------------------------------------

# Who gets the digests and is told when something turns bad: addresses with commas. Without any, those of the staff who
# may answer the guide's questions.
MAINTAINERS = env.words("MAINTAINERS")
# The language of these mails: `en` or `hi`.
MAINTAINERS_LANGUAGE = env.text("MAINTAINERS_LANGUAGE", "en")
# A disk with less free room than this many percent is to be watched.
DISK_WATCH_PERCENT = env.number("DISK_WATCH_PERCENT", 15)
# A disk with less free room than this many percent is to be acted on.
DISK_ACT_PERCENT = env.number("DISK_ACT_PERCENT", 5)
# An address whose `Date` says the right time, to compare the clock with; without one only the database's is compared.
CLOCK_SOURCE = env.text("CLOCK_SOURCE", "")
# A key of Render's API, to read what Render reports of the service.
RENDER_API_KEY = env.text("RENDER_API_KEY", "")
# The service at Render, `srv-…`.
RENDER_SERVICE_ID = env.text("RENDER_SERVICE_ID", "")
# Render's API.
RENDER_API = env.text("RENDER_API", "https://api.render.com/v1")

# --- security care ---------------------------------------------------------------------------------

# Where advisories about libraries come from: nothing, `pip-audit`, an OSV service, or a file of its records.
ADVISORIES = env.text("ADVISORIES", "pip-audit" if HTTPS else "")
PROVIDER_STATUS = env.words("PROVIDER_STATUS")  # status pages of those who host it: `Name=https://…/status.json`
THIRD_PARTY_STATUS = env.words("THIRD_PARTY_STATUS")  # the same of other services it uses
SUPPORT_CONTACTS = env.words("SUPPORT_CONTACTS")  # whom to call: `technical=…,hosting=…,database=…,payments=…`

# --- uptime and errors ------------------------------------------------------------------------------

# A key of UptimeRobot's API (the main one, which may add monitors), so that someone outside watches the shop.
UPTIMEROBOT_API_KEY = env.key("UPTIMEROBOT_API_KEY")
# Whom its monitors tell: the ids of alert contacts, with commas.
UPTIMEROBOT_CONTACTS = env.words("UPTIMEROBOT_CONTACTS")
# Where UptimeRobot is looked for instead, in tests.
UPTIMEROBOT_API = env.stand_in("UPTIMEROBOT_API") or "https://api.uptimerobot.com/v2"
# Where errors are sent: the DSN of a project in Sentry, or in what speaks its language (GlitchTip, Bugsink).
SENTRY_DSN = env.key("SENTRY_DSN")
# Percent of the errors that are sent.
SENTRY_SAMPLE_PERCENT = min(env.number("SENTRY_SAMPLE_PERCENT", 100), 100)
# Percent of the requests whose times are sent.
SENTRY_TRACES_PERCENT = min(env.number("SENTRY_TRACES_PERCENT", 0), 100)
