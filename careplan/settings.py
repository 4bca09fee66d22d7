"""The one settings file. What differs from machine to machine comes from the environment (README).

Without CAREPLAN_DEBUG=1 everything is set for production, and the web entries refuse to start
without their secrets (plans/checks.py); commands that need no secret run without one.
"""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONE, SELF

from careplan import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent
DEBUG = env.flag("CAREPLAN_DEBUG")

# --- secrets and addresses -----------------------------------------------------------------------
# The fallback key signs nothing outside a developer's or a demonstration's own machine.
SECRET_KEY = env.text("CAREPLAN_SECRET_KEY", "only-for-debugging-on-this-machine" if DEBUG else "")
SECRET_KEY_FALLBACKS = env.words("CAREPLAN_OLD_SECRET_KEYS")
ALLOWED_HOSTS = env.words("CAREPLAN_HOSTS") or (["127.0.0.1", "localhost", "[::1]"] if DEBUG else [])
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in env.words("CAREPLAN_HOSTS")]

# --- what the site is made of --------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "crispy_forms",
    "crispy_bootstrap5",
    "axes",
    "csp",
    "django_tasks",
    "plans.apps.PlansConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "careplan.middleware.keep_out_of_caches",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
ROOT_URLCONF = "careplan.urls"
WSGI_APPLICATION = "careplan.wsgi.application"
ASGI_APPLICATION = "careplan.asgi.application"
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- database ------------------------------------------------------------------------------------
DATABASE_URL = env.text("DATABASE_URL")
SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": env.text("CAREPLAN_SQLITE", str(BASE_DIR / "var" / "careplan.sqlite3")),
    "OPTIONS": {
        # Two writers wait for each other from the first statement on, instead of failing at the last.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # FULL: what was answered as saved is on the disk, whatever happens to the process after it.
        "init_command": "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;",
    },
}
DATABASES = {"default": env.postgresql(DATABASE_URL) if DATABASE_URL else SQLITE}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- who comes in --------------------------------------------------------------------------------
AUTH_USER_MODEL = "plans.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
PASSWORDS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{PASSWORDS}.UserAttributeSimilarityValidator"},
    {"NAME": f"{PASSWORDS}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{PASSWORDS}.CommonPasswordValidator"},
    {"NAME": f"{PASSWORDS}.NumericPasswordValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "worklist"
LOGOUT_REDIRECT_URL = "sign-in"
# The account is locked, not the address: a whole clinic often shares one address.
AXES_LOCKOUT_PARAMETERS = ["username"]
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # advises the address as well; see above
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = env.number("CAREPLAN_LOCKOUT_MINUTES", 15, 1, 1440) / 60
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_HTTP_RESPONSE_CODE = 403
AXES_LOCKOUT_TEMPLATE = "registration/locked.html"

# --- sessions, cookies, transport ----------------------------------------------------------------
SESSION_COOKIE_AGE = env.number("CAREPLAN_IDLE_MINUTES", 15, 1, 720) * 60
SESSION_SAVE_EVERY_REQUEST = True  # so the age above counts from the last request: idle sign-out
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEBUG
SECURE_SSL_REDIRECT = not DEBUG and env.flag("CAREPLAN_HTTPS_REDIRECT", default=True)
SECURE_HSTS_SECONDS = 0 if DEBUG else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEBUG
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("CAREPLAN_BEHIND_PROXY") else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],  # Bootstrap's own check marks are data: images
        "connect-src": [SELF],
        "frame-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # 500 medicines with every key of their entry

# --- languages, time, files ----------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
USE_TZ = True
TIME_ZONE = env.text("CAREPLAN_TIME_ZONE", "America/New_York")  # decides which day "today" is
STATIC_URL = "static/"
STATIC_ROOT = env.text("CAREPLAN_STATIC_ROOT", str(BASE_DIR / "staticfiles"))
PLAIN_STATIC = "django.contrib.staticfiles.storage.StaticFilesStorage"
NAMED_BY_CONTENT = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": PLAIN_STATIC if DEBUG else NAMED_BY_CONTENT},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG

# --- what leaves the request ---------------------------------------------------------------------
TASKS = {"default": {"BACKEND": "careplan.background.ThreadBackend"}}

# --- logging -------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"no_values": {"()": "careplan.logs.NoValuesFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "no_values"}},
    "root": {"handlers": ["stderr"], "level": env.text("CAREPLAN_LOG_LEVEL", "WARNING").upper()},
    "loggers": {"django": {"handlers": [], "propagate": True}},
}
