"""The public page on which anybody verifies a certificate, and the published keys."""

import json
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roundtable.ground.documents.domain.certificate import NOT_PROVED, Verdict, verify
from roundtable.ground.documents.services import importing, signing
from roundtable.ground.documents.views.common import crumbs
from roundtable.ground.trust.public import PUBLIC, door
from roundtable.kernel.base.errors import Told
from roundtable.ui.pieces import Crumb

LARGEST_CERTIFICATE = 1024 * 1024
LARGEST_TEXT = 25 * 1024 * 1024


class VerifyForm(forms.Form):
    """A certificate and the text that it is about."""

    certificate = forms.FileField(label=gettext_lazy("Certificate (JSON)"))
    text = forms.FileField(
        label=gettext_lazy("Text"),
        help_text=gettext_lazy("JSON, Markdown, HTML, Word or Akoma Ntoso, as it was downloaded here."),
    )

    def clean_certificate(self) -> Any:
        """Refuse what is no certificate by its size."""
        file = self.cleaned_data["certificate"]
        if file.size > LARGEST_CERTIFICATE:
            raise forms.ValidationError(_("This file is too large for a certificate."))
        return file

    def clean_text(self) -> Any:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["text"]
        if file.size > LARGEST_TEXT:
            raise forms.ValidationError(_("The file is larger than 25 MB."))
        return file


def verdict_words(verdict: Verdict) -> str:
    """Say what verifying found."""
    return {
        Verdict.VALID: _("The certificate is genuine and about this text."),
        Verdict.NOT_A_CERTIFICATE: _("This file is not a certificate of silence."),
        Verdict.UNKNOWN_KEY: _("The certificate was signed with a key that is not among the published keys."),
        Verdict.WRONG_SIGNATURE: _("The signature is wrong: the certificate was changed, or is not genuine."),
        Verdict.KEY_NOT_IN_USE: _("The certificate carries a day on which its key did not sign."),
        Verdict.OTHER_TEXT: _("The certificate is genuine, but about another text."),
    }[verdict]


@door(PUBLIC)
def verify_page(request: HttpRequest) -> HttpResponse:
    """Verify a certificate against a text; nothing that is handed in is kept."""
    form = VerifyForm(request.POST or None, request.FILES or None)
    verdict: Verdict | None = None
    told: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            read: Any = json.loads(form.cleaned_data["certificate"].read())
        except ValueError:
            read = {}
        told = read if isinstance(read, dict) else {}
        handed = form.cleaned_data["text"]
        try:
            text = importing.read(handed.read(), handed.name or "").text
        except Told as error:
            form.add_error("text", str(error))
        else:
            verdict = verify(told, text, signing.keyring())
    minute = told.get("minute") if verdict in {Verdict.VALID, Verdict.OTHER_TEXT} else None
    return render(
        request,
        "documents/verify.html",
        {
            "form": form,
            "verdict": verdict,
            "valid": verdict is Verdict.VALID,
            "words": verdict_words(verdict) if verdict else "",
            "minute": minute,
            "not_proved": NOT_PROVED,
            "keys": signing.published(),
            "crumbs": crumbs(Crumb(_("Verify a certificate"))),
        },
        status=422 if form.errors else 200,
    )


@door(PUBLIC)
def keys(_request: HttpRequest) -> HttpResponse:
    """The public keys with which certificates are verified, with the time of their use."""
    return JsonResponse([one.as_json() for one in signing.published()], safe=False, json_dumps_params={"indent": 1})
