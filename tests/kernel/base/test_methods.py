"""Methods that nobody needs are refused, whatever the address."""

import pytest


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["TRACE", "TRACK", "PROPFIND"])
@pytest.mark.parametrize("address", ["/accessibility/", "/desk/", "/api/v1/plan/frame", "/no-such-page/"])
def test_trace_and_what_nobody_knows_is_refused(client, method, address):
    answer = client.generic(method, address, headers={"X-Told": "Reedbed"})

    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert "TRACE" not in answer.headers["Allow"]
    assert b"Reedbed" not in answer.content
