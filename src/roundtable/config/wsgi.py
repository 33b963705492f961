"""The server's entry."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roundtable.config.settings")

application = get_wsgi_application()

# Everything that is loaded stays: it is loaded now, and the search for rubbish never walks through it again. Measured
# on four pages: 26 ms of computing became 22, the longest 157 became 36.
_all_addresses = get_resolver().url_patterns
gc.collect()
gc.freeze()
