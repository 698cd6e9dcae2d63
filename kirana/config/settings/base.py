"""The settings of a shop. Everything that may differ between two shops is read from the environment.

`docs/settings.md` says what each variable is for. Every value has a default that is right for one small
machine with SQLite; PostgreSQL and several processes are settings, not code. What is about one subject is beside this
file: `where` the shop is, its `payments`, its `operations`.
"""

import dj_database_url
from csp.constants import NONE, SELF

from kirana.config import env, key_files, sqlite  # noqa: F401  (sqlite: the import puts a current library in place)
from kirana.config.settings.operations import *
from kirana.config.settings.payments import *
from kirana.config.settings.where import *
from kirana.config.settings.where import DATA, HTTPS, ROOT, SITE

# --- who may speak to it, and what signs ----------------------------------------------------------

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
    "allauth.mfa",
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
    "kirana.console.status.StatusPage",  # it needs as little as they do
    "kirana.ops.access.middleware.Blocked",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kirana.ui.policy.ContentPolicy",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "kirana.ui.middleware.LanguageOfTheAddress",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kirana.analytics.middleware.Counted",
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
# Whether those who work here must have a second factor beside their password: `required` or `advised`.
STAFF_SECOND_FACTOR = env.one_of("STAFF_SECOND_FACTOR", "advised", among=("advised", "required"))
MFA_ADAPTER = "kirana.storefront.second_factor.SecondFactorAdapter"
MFA_FORMS = {
    "activate_totp": "kirana.storefront.second_factor.SetUpForm",
    "authenticate": "kirana.storefront.second_factor.CodeForm",
    "reauthenticate": "kirana.storefront.second_factor.CodeOnceMoreForm",
}
MFA_TOTP_TOLERANCE = 1  # steps of half a minute that a phone's clock may be off
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
        "report-uri": "/errors/",
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


# --- what was read --------------------------------------------------------------------------------

# The variables that the settings ask for, so that a backup can say which of them were set.
ENVIRONMENT = env.asked_for
