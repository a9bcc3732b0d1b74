"""A statement that PostgreSQL gave up: people are told to try again, by the API and by a page."""

import os
import subprocess
import sys

import pytest
from django.db import connection, transaction

from localdev.places import ROOT


@pytest.fixture
def slow(monkeypatch):
    """A list that takes longer than anybody waits."""

    def endless(*_given):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '20ms'")
            cursor.execute("SELECT pg_sleep(5)")

    monkeypatch.setattr("kernel.listings.Listing.narrowed", endless)


@pytest.mark.parametrize(
    ("started", "seconds"),
    [
        ("import config.wsgi", 30),
        ("import sys; sys.argv[0] = '/usr/bin/celery'; import config.celery", 900),
        ("import sys; sys.argv[0] = 'manage.py'; import config.celery", 0),
    ],
)
def test_how_long_a_statement_may_take_depends_on_who_waits(started, seconds):
    """In a process of its own: pages, workers, an operator's command."""
    shown = "from django.conf import settings; print(settings.DATABASES['default']['OPTIONS']['options'])"
    plain = {name: value for name, value in os.environ.items() if name != "COUNTERFOIL_PROCESS"}
    told = subprocess.run(
        [sys.executable, "-c", f"{started}; {shown}"], env=plain, cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert told.stdout.strip().endswith(f"-c lock_timeout=5000 -c statement_timeout={seconds}s")


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
