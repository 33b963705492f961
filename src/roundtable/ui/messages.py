"""Short notes from one page to the next ("Saved."), in a cookie that belongs to this host alone."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class OwnCookie(CookieStorage):
    """A signed cookie; over https no other host, also none below this name, can set it."""

    cookie_name = "__Host-messages" if settings.SECURE else "messages"


class Messages(FallbackStorage):
    """In the cookie, and in the session where that is too small."""

    storage_classes = (OwnCookie, SessionStorage)
