"""The settings under test: the shop's own, with cheap passwords and mail kept in memory."""

import os
import tempfile

os.environ.setdefault("KIRANA_DATA", tempfile.mkdtemp(prefix="kirana-test-"))
os.environ.setdefault("SECRET_KEY", "tests-only")

from kirana.config.settings.base import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":  # a file: races open it from several processes
    DATABASES["default"]["TEST"] = {"NAME": str(DATA / "test.sqlite3")}
