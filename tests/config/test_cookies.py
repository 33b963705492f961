"""Cookies on https: each bound to this host, sent encrypted alone, and not with forms of other sites."""

import json
import os
import subprocess
import sys

ASK = """
import json, django
from django.conf import settings
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.contrib import messages
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.contrib.messages.middleware import MessageMiddleware
client = Client(headers={"host": "roundtable.example.org"})
options = {"secure": True}
client.post("/ui/preferences", {"language": "ru", "next": "/"}, **options)
client.post("/ui/preferences", {"theme": "dark", "next": "/"}, **options)
client.get("/account/login/", **options)
from roundtable.ground.trust.models import User
User.objects.create_user("a@b.example", "five storks above", name="A")
client.post("/account/login/", {"login": "a@b.example", "password": "five storks above"}, **options)
client.post("/account/logout/", {}, **options)
def page(request):
    messages.info(request, "Saved.")
    return HttpResponse("")
request = RequestFactory().get("/", secure=True)
request.session = {}
noted = MessageMiddleware(page)(request)
found = {**client.cookies, **noted.cookies}
print(json.dumps({name: {key: found[name][key] for key in ("path", "domain", "secure", "samesite")} for name in found}))
"""


def test_every_cookie_is_bound_to_this_host_on_https(tmp_path):
    told = {
        **os.environ,
        "ROUNDTABLE_HOME": str(tmp_path),
        "ROUNDTABLE_ADDRESS": "https://roundtable.example.org",
        "DJANGO_SETTINGS_MODULE": "roundtable.config.settings",
    }
    told.pop("DATABASE_URL", None)
    done = subprocess.run([sys.executable, "-c", ASK], env=told, capture_output=True, text=True, check=False)  # noqa: S603 - our own code
    assert done.returncode == 0, done.stderr

    cookies = json.loads(done.stdout.splitlines()[-1])
    names = ("session", "csrf", "language", "theme", "messages")
    assert set(cookies) == {f"__Host-{name}" for name in names}
    assert [
        one for one in cookies.values() if one != {"path": "/", "domain": "", "secure": True, "samesite": "Lax"}
    ] == []
