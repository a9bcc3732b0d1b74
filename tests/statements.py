"""Counting statements: what a request asks of the business, whether or not the caches are warm."""

from django.test.utils import CaptureQueriesContext

_CACHED = ("life_domain", "billing_", 'FROM "django_session"')


def asked_of_the_business(statements: CaptureQueriesContext) -> list[str]:
    """Without finding the host and its plan, which are cached unless they were changed in the last seconds, and the
    session, which is cached unless Redis was too slow to answer.
    """
    texts = [query["sql"] for query in statements.captured_queries]
    return [
        text for text in texts if not text.startswith("SET search_path") and not any(map(text.__contains__, _CACHED))
    ]
