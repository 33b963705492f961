"""What the house promises, and what came of the last attempt to break each promise."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from roundtable.ground.trust.public import PUBLIC, door, kept_results, last_proofs


@door(PUBLIC)
def proof(request: HttpRequest) -> HttpResponse:
    """Show each proof with its last result: cases, violations, date and state of the source."""
    shown = last_proofs()
    return render(
        request,
        "portal/proof.html",
        {
            "shown": shown,
            "holding": sum(one.holds for one in shown),
            "cases": sum(one.cases or 0 for one in shown),
            "violations": sum(one.violations or 0 for one in shown),
        },
    )


@door(PUBLIC)
def proof_json(_request: HttpRequest) -> JsonResponse:
    """Give the same results as `proofs.json` holds them."""
    return JsonResponse(kept_results(), safe=False, json_dumps_params={"ensure_ascii": False})
