"""Settings of the tests: the real ones, with a folder of their own and cheap password hashes."""

import atexit
import os
import shutil
import tempfile

# The workers of pytest-xdist each get a folder in that of the process that started them.
if "PORTAL_VAR" not in os.environ:
    os.environ["PORTAL_VAR"] = tempfile.mkdtemp(prefix="portal-test-")
    atexit.register(shutil.rmtree, os.environ["PORTAL_VAR"], ignore_errors=True)
elif "PYTEST_XDIST_WORKER" in os.environ:
    os.environ["PORTAL_VAR"] = os.path.join(os.environ["PORTAL_VAR"], os.environ["PYTEST_XDIST_WORKER"])
for name in ("PORTAL_NOW", "SECRET_KEY", "HTTPS", "DEBUG", "EMAIL_URL"):
    os.environ.pop(name, None)
# The browser driver keeps an event loop in the thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
os.environ.setdefault("PORTAL_DEMO", "1")  # the demo is tested too

from portal.settings import *  # noqa: E402, F403
from tools import messages  # noqa: E402

messages.compile_all()  # before Django reads them
STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405 - WhiteNoise warns without it

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
MAIL_DELIVERY = "immediate"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DATABASES["default"].setdefault("TEST", {})  # noqa: F405
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, so that parallel tests have real connections side by side.
    DATABASES["default"]["TEST"]["NAME"] = VAR_DIR / "test.sqlite3"  # noqa: F405
