import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
# Addresses and views are read before the first visitor; what stands then stays, and is not gone through again by each
# full collection (75 ms in the middle of somebody's page).
get_resolver().url_patterns  # noqa: B018
gc.collect()
gc.freeze()
