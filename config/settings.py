"""Every setting, once, read from the environment. Documented in docs/reglages.md (generated)."""

from pathlib import Path

import environ

from deplie.socle import traces

BASE = Path(__file__).resolve().parent.parent
env = environ.Env()

# The folder of the base, the files and the facts.
DONNEES = Path(env("DEPLIE_DONNEES", default=str(Path.cwd() / "donnees"))).resolve()
DEBUG = env.bool("DEPLIE_DEBUG", default=False)
PRODUCTION = env.bool("DEPLIE_PRODUCTION", default=False)


def _cle_secrete() -> str:
    """The installation's own key: given by the environment, else drawn once and kept beside the base."""
    from deplie.socle.cle import cle_secrete

    return env("DEPLIE_CLE_SECRETE", default="") or cle_secrete(DONNEES)


SECRET_KEY = _cle_secrete()
ALLOWED_HOSTS = env.list("DEPLIE_HOTES", default=["localhost", "127.0.0.1", "[::1]", "testserver"])
CSRF_TRUSTED_ORIGINS = env.list("DEPLIE_ORIGINES", default=[])

INSTALLED_APPS = [
    "deplie.site",
    "deplie.pilotage",
    "deplie.gouvernance",
    "deplie.fse",
    "deplie.parcours",
    "deplie.personnes",
    "deplie.offre",
    "deplie.financements",
    "deplie.cadre",
    "deplie.instances",
    "deplie.acteurs",
    "deplie.territoires",
    "deplie.socle",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "simple_history",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "deplie.socle.traces.Requetes",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "deplie.socle.lecture_seule.LectureSeule",
    "deplie.socle.brouillons.Enregistres",
    "deplie.site.erreurs.Refus",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
AUTH_USER_MODEL = "socle.Compte"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            # French plurals everywhere: « 0 étape ».
            "builtins": ["deplie.socle.templatetags.francais"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "deplie.site.contexte.contexte",
            ],
        },
    }
]

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DONNEES / 'deplie.sqlite3'}")}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["OPTIONS"] = {
        # Writers queue: a save waits for the few seconds that a large import holds the lock.
        "timeout": 30,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
        "PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("courriel", "nom", "prenom")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "courriel"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "deplie.site.connexion.AdaptateurCompte"
ACCOUNT_FORMS = {
    "login": "deplie.site.forms_compte.Connexion",
    "reset_password": "deplie.site.forms_compte.MotDePasseOublie",
    "reset_password_from_key": "deplie.site.forms_compte.NouveauMotDePasse",
    "change_password": "deplie.site.forms_compte.ChangementMotDePasse",
    "set_password": "deplie.site.forms_compte.PremierMotDePasse",
    "reauthenticate": "deplie.site.forms_compte.Confirmation",
}
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Déplie] "
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PRODUCTION else "http"
# Reverse proxies between the reader and this server: their number tells which address the rate limits count.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("DEPLIE_MANDATAIRES", default=0)
MFA_ADAPTER = "deplie.site.connexion.AdaptateurMfa"
MFA_FORMS = {
    "authenticate": "deplie.site.forms_compte.CodeDeConnexion",
    "reauthenticate": "deplie.site.forms_compte.CodeDeConfirmation",
    "activate_totp": "deplie.site.forms_compte.ActivationApplication",
    "add_webauthn": "deplie.site.forms_compte.AjoutCle",
    "edit_webauthn": "deplie.site.forms_compte.RenommageCle",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Déplie"
MFA_TOTP_TOLERANCE = 1
# Browsers take http://localhost as a safe origin; the server must then do so too.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
LOGIN_URL = "/connexion/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

LANGUAGE_CODE = "fr-fr"
TIME_ZONE = env("DEPLIE_FUSEAU", default="Europe/Paris")
USE_I18N = True
USE_TZ = True
# A page groups digits by asking for it (filter « nombre »): by itself « {{ personne.pk }} » or a year would be cut too.
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
# Served from the packages themselves: nothing to collect, nothing to go stale.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

EMAIL_BACKEND = env("DEPLIE_COURRIEL", default="django.core.mail.backends.console.EmailBackend")
DEFAULT_FROM_EMAIL = env("DEPLIE_EXPEDITEUR", default="ne-pas-repondre@deplie.invalid")

# Reminders by SMS: none, on the terminal, or by a gateway that takes a JSON body.
ENVOI_SMS = env("DEPLIE_ENVOI_SMS", default="aucun" if PRODUCTION else "console")
SMS_ADRESSE = env("DEPLIE_SMS_ADRESSE", default="")
SMS_JETON = env("DEPLIE_SMS_JETON", default="")
SMS_CORPS = env("DEPLIE_SMS_CORPS", default='{"to": "{numero}", "message": "{texte}"}')

# Public address of the installation, written in the e-mails that carry a link.
ADRESSE = env("DEPLIE_ADRESSE", default="http://localhost:8000").rstrip("/")
# Processes and threads of the web server. SQLite has one writer: more would only queue.
PROCESSUS_WEB = env.int("DEPLIE_PROCESSUS", default=2)
FILS_WEB = env.int("DEPLIE_FILS", default=4)
# What the figures' engine may use, in each process.
CALCUL_MEMOIRE = env("DEPLIE_CALCUL_MEMOIRE", default="1GB")
CALCUL_FILS = env.int("DEPLIE_CALCUL_FILS", default=2)
# Printed on the legal pages: who publishes, whom to write to, who hosts, who protects the data.
EDITEUR = env("DEPLIE_EDITEUR", default="")
CONTACT = env("DEPLIE_CONTACT", default="")
HEBERGEUR = env("DEPLIE_HEBERGEUR", default="")
CONTACT_DPO = env("DEPLIE_DPO", default="")
# An invitation may be opened this long; a password reset, two hours.
INVITATION_JOURS = env.int("DEPLIE_INVITATION_JOURS", default=7)
PASSWORD_RESET_TIMEOUT = 2 * 3600

CACHES = {
    # Shared by the server's processes: attempts are counted once.
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DONNEES / "cache",
        # Beyond it, entries are forgotten at random: never those attempts, however many addresses are tried.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # Answers kept while nothing changes: apart, so that they never push out the attempts.
    "reponses": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DONNEES / "cache" / "reponses",
        "OPTIONS": {"MAX_ENTRIES": 2_000},
    },
}

# A working day; the browser forgets it when it closes.
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "deplie.site.erreurs.formulaire_perime"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION
# Asked inside the machine room, without encryption.
SECURE_REDIRECT_EXEMPT = [r"^sante$"]
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
    }
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
# The largest file an import accepts, in bytes, before and after decompression.
IMPORT_TAILLE_MAX = env.int("DEPLIE_IMPORT_TAILLE_MAX", default=200 * 2**20)
# The largest file that may be attached to a record, in bytes.
PIECE_TAILLE_MAX = env.int("DEPLIE_PIECE_TAILLE_MAX", default=15 * 2**20)
# What looks at each attached file before it is kept: a clamd socket, or a command.
ANTIVIRUS = env("DEPLIE_ANTIVIRUS", default="")

SIMPLE_HISTORY_REVERT_DISABLED = True

# Level of the log lines on standard error (DEBUG, INFO, WARNING, ERROR). INFO writes one line per request.
LOGGING = traces.configuration(env("DEPLIE_JOURNAL", default="INFO" if PRODUCTION else "WARNING"))
# One line per request, at its end: the beginning only when debugging.
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = 10
# The address of the reader is personal; the reverse proxy keeps it as long as the law wants.
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
