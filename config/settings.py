"""All settings, read from the environment or .env; `.env.example` lists every name."""

import secrets
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from timeline.serving import inline_styles

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
env.read_env(BASE_DIR / ".env")

# The files that a running site writes: SQLite file, secret key, collected static files.
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(exist_ok=True)


def load_secret_key() -> str:
    """The key generated at the first start, so that a site needs no set-up and sessions survive a restart."""
    path = VAR_DIR / "secret-key"
    if not path.exists():
        path.write_text(secrets.token_urlsafe(64))
        path.chmod(0o600)
    return path.read_text()


DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or load_secret_key()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "articles",
    "timeline",
    "config.admin.EditorsConfig",  # django.contrib.admin with our start page
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_filters",
    "django_htmx",
    "template_partials",
    "simple_history",
    "csp",
]

LANGUAGES = [("en-gb", _("English"))]  # Japanese and Russian follow when their texts are translated

MIDDLEWARE = [
    "timeline.serving.cache_headers.CacheHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "timeline.serving.failover.FailoverMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    *(["django.middleware.locale.LocaleMiddleware"] if len(LANGUAGES) > 1 else []),  # adds `Vary: Accept-Language`
    "timeline.serving.conditional_get.RevisionMiddleware",  # caches what the next one has compressed
    "timeline.serving.compression.CompressionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "timeline.serving.safe_methods.SafeMethodsMiddleware",  # before the next one asks for a token
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "timeline.sharing.redirects.RedirectMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {  # the public pages
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates" / "public"],
        "OPTIONS": {"environment": "config.jinja.create_environment"},
    },
    {  # the admin, the workbench, templates of libraries
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]


def configure_database(address: dict[str, Any]) -> dict[str, Any]:
    """With persistent connections, and short time limits for a server that cannot be reached."""
    options = address.setdefault("OPTIONS", {})
    if address["ENGINE"] == "django.db.backends.sqlite3":
        # Writers wait for each other instead of failing: IMMEDIATE takes the lock when a transaction begins.
        options.update(
            transaction_mode="IMMEDIATE",
            timeout=5,
            init_command="PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-20000;",
        )
    else:
        options.setdefault("connect_timeout", 5)  # seconds
        options.setdefault("tcp_user_timeout", 3000)  # milliseconds, for a machine that has lost its connection
    return {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True, **address}


DATABASE_URL = env.str("DATABASE_URL", default="") or f"sqlite:///{VAR_DIR / 'timeline.sqlite3'}"
DATABASES = {"default": configure_database(env.db_url_config(DATABASE_URL))}
for n, replica in enumerate(env.list("REPLICA_URLS", default=[]), 1):  # see timeline/serving/replicas.py
    DATABASES[f"replica-{n}"] = {**configure_database(env.db_url_config(replica)), "TEST": {"MIRROR": "default"}}
DATABASE_ROUTERS = ["timeline.serving.replicas.Router"] if len(DATABASES) > 1 else []
# The page cache (timeline/serving/page_cache.py).
CACHES = {"default": env.cache_url_config(env.str("CACHE_URL", default="") or "locmemcache://?max_entries=1000")}
if CACHES["default"]["BACKEND"] == "django.core.cache.backends.redis.RedisCache":
    CACHES["default"]["BACKEND"] = "timeline.serving.redis_cache.RedisCache"  # the same, except that Redis may be down
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# An event's form with many statements, or a long pasted article, must not be refused.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

EDITORS_ADDRESS = env.str("EDITORS_ADDRESS", default="")  # contact address for readers: https://… or mailto:…

LANGUAGE_CODE = "en-gb"
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = True  # files that were not collected are served from their source folder
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "timeline.serving.static_files.PackedStaticFilesStorage"},
}
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

# Nothing from other sites, and nothing inline except the style sheet with this hash.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF, inline_styles.SOURCE],
        "img-src": [SELF, "data:"],  # the admin's style sheets draw their icons from data: addresses
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"

HTTPS = env.bool("HTTPS", default=False)
SECURE_REDIRECT_EXEMPT = ["^healthz$"]  # load balancers use plain HTTP
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "DEBUG" if env.bool("VERBOSE", default=False) else "WARNING"},
}
