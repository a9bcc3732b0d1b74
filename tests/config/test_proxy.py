import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from config.edge.proxy import CallerMiddleware

FORWARDED = "6.6.6.6, 203.0.113.9"


@pytest.mark.parametrize(
    ("behind", "forwarded", "seen"),
    [
        (False, FORWARDED, "127.0.0.1"),
        (True, FORWARDED, "203.0.113.9"),
        (True, "203.0.113.9", "203.0.113.9"),
        (True, "", "127.0.0.1"),
        (True, "6.6.6.6, 10.0.0.1:5555", "10.0.0.1"),
        (True, "[2001:db8::1]:80", "2001:db8::1"),
        (True, "2001:db8::1", "2001:db8::1"),
        (True, "fe80::1%eth0", "fe80::1"),
        (True, "unknown", "127.0.0.1"),
    ],
)
def test_the_callers_address(settings, behind, forwarded, seen):
    settings.BEHIND_PROXY = behind
    request = RequestFactory().get("/", headers={"x-forwarded-for": forwarded})
    CallerMiddleware(lambda _request: HttpResponse())(request)
    assert request.META["REMOTE_ADDR"] == seen
