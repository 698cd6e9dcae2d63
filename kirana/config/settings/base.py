"""The settings of a shop. Everything that may differ between two shops is read from the environment.

`docs/settings.md` says what each variable is for. Every value has a default that is right for one small
machine with SQLite; PostgreSQL and several processes are settings, not code.
"""

from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF

from kirana.config import env, key_files, sqlite  # noqa: F401  (sqlite: the import puts a current library in place)
from kirana.config.settings.operations import *  # noqa: F403
from kirana.config.settings.operations import DATA, ROOT

# --- who we are and where -------------------------------------------------------------------------

# The address people type. Its port is the one `kirana.config.serve` opens; `https` switches on secure cookies, HSTS
# and the redirect to HTTPS.
SITE_URL = env.text("SITE_URL", "http://127.0.0.1:8000")
SITE = urlsplit(SITE_URL)
HTTPS = SITE.scheme == "https"
# Other host names that the shop answers to.
ALLOWED_HOSTS = [SITE.hostname or "127.0.0.1", "localhost", "127.0.0.1", *env.words("EXTRA_HOSTS")]
CSRF_TRUSTED_ORIGINS = [f"{SITE.scheme}://{SITE.netloc}"]
# Signs sessions and the cookie that remembers a guest's orders. `SECRET_KEY_FILE` may name a file that holds it;
# without either one is made and kept in `DATA`.
SECRET_KEY = env.secret("SECRET_KEY", kept_in=DATA / "secret_key")
SECRET_KEY_KEPT_IN = key_files.place("SECRET_KEY", kept_in=DATA / "secret_key")
# Old keys whose signatures are still believed; `manage.py rotate_secret SECRET_KEY` keeps its own in `DATA`.
SECRET_KEY_FALLBACKS = [*env.words("SECRET_KEY_FALLBACKS"), *key_files.old(DATA / "secret_key_fallbacks")]
# Days that an old `SECRET_KEY` is believed after it was rotated.
SECRET_KEY_OVERLAP_DAYS = env.number("SECRET_KEY_OVERLAP_DAYS", 15, least=1)
# Days after which a secret is to be rotated.
SECRET_MAX_AGE_DAYS = env.number("SECRET_MAX_AGE_DAYS", 180, least=1)
# Django's debug pages. Never on where shoppers are.
DEBUG = env.flag("DEBUG", default=False)
DEMO = env.flag("DEMO", default=False)  # a shop of invented data, with accounts anyone may use

# --- what it is made of ---------------------------------------------------------------------------

INSTALLED_APPS = [
    # screens
    "kirana.demo",
    "kirana.storefront",
    "kirana.backoffice",
    "kirana.console",
    "kirana.ui",
    # stories and domains, from the top layer down
    "kirana.flows",
    "kirana.analytics",
    "kirana.support",
    "kirana.search",
    "kirana.checkout",
    "kirana.cart",
    "kirana.orders",
    "kirana.invoicing",
    "kirana.delivery",
    "kirana.payments",
    "kirana.payments.ledgers",
    "kirana.pricing",
    "kirana.content",
    "kirana.inventory",
    "kirana.catalog",
    "kirana.customers",
    "kirana.notifications",
    "kirana.accounts",
    "kirana.stores",
    "kirana.ops",
    "kirana.core",
    # libraries
    "allauth",
    "allauth.account",
    "django_q",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "kirana.ops.access.middleware.Logged",
    "kirana.ops.measure.middleware.Measured",
    "kirana.console.health.Probes",  # before everything: a probe has no session, no language and no time
    "kirana.ops.access.middleware.Blocked",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kirana.ui.middleware.Switchboard",
    "kirana.ui.middleware.SentencesForErrors",
]

ROOT_URLCONF = "kirana.config.urls"
WSGI_APPLICATION = "kirana.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- the database ---------------------------------------------------------------------------------

# The database: `sqlite:///…` or `postgres://…`.
DATABASE_URL = env.text("DATABASE_URL", f"sqlite:///{DATA / 'kirana.sqlite3'}")
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=600, conn_health_checks=False)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # One writer at a time, and it queues when it begins (IMMEDIATE), not when it first writes: a
    # transaction that has read cannot fail with "database is locked" when it comes to write. An order that was
    # answered is on the disk (FULL): a power cut takes nothing with it.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000;",
    }
else:
    # PostgreSQL plans a statement that a connection has sent a few times once and for all: reading a basket takes
    # 0.1 ms instead of 0.6. A pooler between the two has to know prepared statements.
    DATABASES["default"]["OPTIONS"] = {
        **DATABASES["default"].get("OPTIONS", {}),
        "server_side_binding": True,
        "prepare_threshold": 5,
        "connect_timeout": 5,  # seconds; a server that is gone is said to be gone, and no page waits longer for it
    }

# --- pages ----------------------------------------------------------------------------------------

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "kirana.ui.jinja.environment",
            "auto_reload": DEBUG,
            "context_processors": ["django.contrib.messages.context_processors.messages"],
        },
    },
    {  # only for libraries that bring templates of their own
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "kirana.ui.storage.BundledStaticFiles"},
}
WHITENOISE_MAX_AGE = 3600
FILE_UPLOAD_PERMISSIONS = 0o644
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# --- language, time -------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("hi", "हिन्दी")]  # each by its own name; the first has no prefix in addresses
LOCALE_PATHS = [ROOT / "kirana" / "locale"]
USE_TZ = True
TIME_ZONE = "Asia/Kolkata"

# --- people ---------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_ADAPTER = "kirana.storefront.adapter.AccountAdapter"
ACCOUNT_SIGNUP_FORM_CLASS = "kirana.storefront.forms.SignUpForm"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

# --- the browser's side of security ---------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    "camera": [],
    "geolocation": [],
    "microphone": [],
    "payment": [],
    "usb": [],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
# Whether HTTP is sent on to HTTPS; asked only when `SITE_URL` is `https`.
SECURE_SSL_REDIRECT = HTTPS and env.flag("SSL_REDIRECT", default=True)
# Believe `X-Forwarded-Proto` and `X-Forwarded-For`. Only where a proxy in front always sets it.
BEHIND_PROXY = env.flag("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
# How many proxies stand before the shop: the visitor's address is so many places from the end of `X-Forwarded-For`.
# Asked only with `BEHIND_PROXY`.
PROXIES = env.number("PROXIES", 1, least=1)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "kirana.ui.errors.csrf_failure"
# Where advisories about libraries come from: nothing, `pip-audit`, an OSV service, or a file of its records.
ADVISORIES = env.text("ADVISORIES", "pip-audit" if HTTPS else "")
PROVIDER_STATUS = env.words("PROVIDER_STATUS")  # status pages of those who host it: `Name=https://…/status.json`
THIRD_PARTY_STATUS = env.words("THIRD_PARTY_STATUS")  # the same of other services it uses
SUPPORT_CONTACTS = env.words("SUPPORT_CONTACTS")  # whom to call: `technical=…,hosting=…,database=…,payments=…`

# --- money ----------------------------------------------------------------------------------------

# The ways to pay that shoppers are offered, in this order; `kirana.payments.gateways.ALL` has them all.
PAYMENT_METHODS = env.words("PAYMENT_METHODS", "cash_on_delivery,upi_on_delivery")

# Stripe, for cards: the secret key (`sk_…`) the shop speaks to it with.
STRIPE_SECRET_KEY = env.key("STRIPE_SECRET_KEY")
# The key (`pk_…`) that the payment page gives to the browser.
STRIPE_PUBLISHABLE_KEY = env.key("STRIPE_PUBLISHABLE_KEY")
# What Stripe signs its webhooks with (`whsec_…`). Two while one is being replaced.
STRIPE_WEBHOOK_SECRETS = env.keys("STRIPE_WEBHOOK_SECRETS")
# Where Stripe is looked for instead, in tests.
STRIPE_API_BASE = env.stand_in("STRIPE_API_BASE")
# Razorpay, for UPI, cards and netbanking: the key's id (`rzp_…`), which the payment page shows to the browser.
RAZORPAY_KEY_ID = env.key("RAZORPAY_KEY_ID")
# The key's secret.
RAZORPAY_KEY_SECRET = env.key("RAZORPAY_KEY_SECRET")
# What Razorpay signs its webhooks with. Two while one is being replaced.
RAZORPAY_WEBHOOK_SECRETS = env.keys("RAZORPAY_WEBHOOK_SECRETS")
# Where Razorpay is looked for instead, in tests.
RAZORPAY_API_BASE = env.stand_in("RAZORPAY_API_BASE")
# The shop's own UPI address (`name@bank`), which `upi_qr` sends the money to.
UPI_VPA = env.text("UPI_VPA", "")
# The name that UPI apps show with it, as the bank knows it.
UPI_PAYEE = env.text("UPI_PAYEE", "")

# --- processes ------------------------------------------------------------------------------------

# Processes of the web server.
WEB_WORKERS = env.number("WEB_WORKERS", 2, least=1)
# Threads of each of them.
WEB_THREADS = env.number("WEB_THREADS", 4, least=1)

# --- work in the background -----------------------------------------------------------------------

Q_CLUSTER = {
    "name": "kirana",
    "orm": "default",
    # Processes of the worker that runs jobs.
    "workers": env.number("WORKERS", 1, least=1),
    "timeout": 300,
    "retry": 360,  # longer than `timeout`, or a slow job would run twice
    "max_attempts": 5,
    "poll": 1,
    "catch_up": False,
    "save_limit": 2000,
    "label": "jobs",
}

# --- mail -----------------------------------------------------------------------------------------

# Who the shop's mails are from.
MAIL_FROM = env.text("MAIL_FROM", f"Kirana Market <shop@{SITE.hostname}>")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL_FROM
# The mail server. Without one, mails are written to `DATA / 'mail'`.
EMAIL_HOST = env.text("EMAIL_HOST", "")
# Its port.
EMAIL_PORT = env.number("EMAIL_PORT", 25, least=1)
# The name to sign in to it with.
EMAIL_HOST_USER = env.text("EMAIL_USER", "")
# The password to sign in to it with.
EMAIL_HOST_PASSWORD = env.text("EMAIL_PASSWORD", "")
# Whether to speak STARTTLS with it.
EMAIL_USE_TLS = env.flag("EMAIL_TLS", default=False)
EMAIL_TIMEOUT = 20
if EMAIL_HOST:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
else:  # a shop without a mail server keeps its mails where a person can read them
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA / "mail"

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

# --- what was read --------------------------------------------------------------------------------

# The variables that the settings ask for, so that a backup can say which of them were set.
ENVIRONMENT = env.asked_for
