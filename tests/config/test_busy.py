"""A statement that PostgreSQL gave up: people are told to try again, by the API and by a page."""

import pytest
from django.db import connection, transaction

from tests.config.test_settings import read


@pytest.fixture
def slow(monkeypatch):
    """A list that takes longer than anybody waits."""

    def endless(*_given):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '20ms'")
            cursor.execute("SELECT pg_sleep(5)")

    monkeypatch.setattr("kernel.listings.Listing.narrowed", endless)


def test_each_kind_of_work_has_its_own_patience():
    found = read("DATABASES", SECRET_KEY="x", STATEMENT_TIMEOUT="30")["DATABASES"]["default"]["OPTIONS"]
    assert found["options"] == "-c lock_timeout=5000 -c statement_timeout=30s"


def test_the_api_says_that_it_is_busy(slow, api_for, owner):
    answer = api_for(owner).get("/api/v1/products/")
    assert (answer.status_code, answer.json()["code"]) == (503, "busy")


def test_a_page_says_that_it_is_busy(slow, client_for, owner):
    answer = client_for(owner).get("/products/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert b"Busy, please try again" in answer.content


def test_what_is_broken_is_not_called_busy(monkeypatch, client_for, owner):
    def broken(*_given):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT no_such_column")

    monkeypatch.setattr("kernel.listings.Listing.narrowed", broken)
    with pytest.raises(Exception, match="no_such_column"):
        client_for(owner).get("/products/")
