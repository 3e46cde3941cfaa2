"""What the pages without an account share."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.utils.cache import patch_cache_control


def sans_trace(reponse: HttpResponseBase) -> HttpResponseBase:
    """Nothing of the page stays in the browser, nor in a search engine, nor in the address of the next one."""
    patch_cache_control(reponse, private=True, no_store=True)
    reponse["X-Robots-Tag"] = "noindex, nofollow"
    return reponse
