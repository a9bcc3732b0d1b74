"""A connection sees one schema, whatever happened on it before."""

import threading

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.cache import cache, caches
from django.db import ProgrammingError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from kernel.schemas import PUBLIC, current_schema, in_schema, use_public
from localdev.owning import as_owner
from people.models import User
from tenants.life.models import Tenant
from tests.installation import together
from tests.waiting import TIMEOUT


def path() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW search_path")
        (shown,) = cursor.fetchone()
        return str(shown)


def _fail():
    path()
    raise ZeroDivisionError


def test_a_tenants_path_holds_its_schema_and_the_extensions(shops):
    a, _b = shops
    ways = {
        "set_schema": lambda: connection.set_schema(a.schema),
        "set_schema with public": lambda: connection.set_schema(a.schema, include_public=True),
        "set_tenant": lambda: connection.set_tenant(Tenant.objects.get(schema_name=a.schema)),
        "set_tenant with public": lambda: connection.set_tenant(
            Tenant.objects.get(schema_name=a.schema), include_public=True
        ),
    }
    for name, way in ways.items():
        use_public()
        way()
        assert path() == f"{a.schema}, extensions", name
    use_public()
    with in_schema(a.schema):
        assert path() == f"{a.schema}, extensions"


def test_a_public_table_cannot_be_read_from_a_business(shops):
    a, _b = shops
    with in_schema(a.schema), pytest.raises(ProgrammingError, match='relation "life_tenant" does not exist'):
        Tenant.objects.count()


def test_a_missing_table_is_an_error_and_not_somebody_elses(shops):
    a, _b = shops
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {a.schema}.people_user RENAME TO people_lost")
    with in_schema(a.schema), pytest.raises(ProgrammingError, match="people_user"):
        User.objects.count()


def test_after_a_savepoint_was_rolled_back(shops):
    """The first statement after setting the schema may be inside a savepoint, whose rollback takes SET with it."""
    a, b = shops
    with in_schema(a.schema):
        path()
    with in_schema(b.schema), transaction.atomic():
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            _fail()
        assert path() == f"{b.schema}, extensions"


def test_after_a_transaction_was_rolled_back(shops):
    a, b = shops
    with in_schema(a.schema):
        path()
    with in_schema(b.schema):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            _fail()
        assert path() == f"{b.schema}, extensions"


def test_the_schema_does_not_change_inside_a_transaction(shops):
    a, b = shops
    with in_schema(a.schema), transaction.atomic():
        with pytest.raises(RuntimeError, match="inside a transaction"):
            in_schema(b.schema).__enter__()
        with pytest.raises(RuntimeError, match="inside a transaction"):
            use_public()
        assert current_schema() == a.schema
        assert path() == f"{a.schema}, extensions"
    with in_schema(b.schema):
        assert path() == f"{b.schema}, extensions"


def test_after_the_connection_was_lost(shops):
    a, b = shops
    with in_schema(a.schema):
        path()
    with in_schema(b.schema):
        connection.close()
        assert path() == f"{b.schema}, extensions"


def test_pooled_connections_come_back_without_a_memory(shops, settings):
    """One physical connection, handed from business to business."""
    a, b = shops
    connection.close()
    options = {**connection.settings_dict["OPTIONS"], "pool": {"min_size": 1, "max_size": 1}}
    pooled = connections.create_connection("default")
    pooled.settings_dict = {**connection.settings_dict, "OPTIONS": options, "CONN_MAX_AGE": 0}

    def seen(schema):
        pooled.set_schema(schema)
        with pooled.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid(), current_setting('search_path')")
            pid, shown = cursor.fetchone()
        pooled.close()
        return pid, shown

    try:
        first, second, third = seen(a.schema), seen(b.schema), seen(PUBLIC)
        assert first[0] == second[0] == third[0]
        assert [shown for _pid, shown in (first, second, third)] == [
            f"{a.schema}, extensions",
            f"{b.schema}, extensions",
            "public, extensions",
        ]
    finally:
        pooled.close_pool()


def test_a_kept_connection_is_looked_at_and_set_to_its_schema_in_one_statement(shops):
    a, b = shops
    kept = connections.create_connection("default")
    kept.settings_dict = {**connection.settings_dict, "CONN_HEALTH_CHECKS": True}

    def seen(schema):
        """As a request begins."""
        kept.close_if_unusable_or_obsolete()
        kept.set_schema(schema)
        with kept.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid(), current_setting('search_path')")
            return cursor.fetchone()

    try:
        first, second = seen(a.schema), seen(b.schema)
        assert [shown for _pid, shown in (first, second)] == [f"{a.schema}, extensions", f"{b.schema}, extensions"]
        assert first[0] == second[0]
        kept.close_if_unusable_or_obsolete()
        with CaptureQueriesContext(kept) as sent, kept.cursor() as cursor:
            cursor.execute("SELECT 1")
        assert [query["sql"] for query in sent.captured_queries] == ["SELECT 1"]  # the look itself is Django's secret
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [first[0]])
        third = seen(a.schema)
        assert third[0] != first[0]
        assert third[1] == f"{a.schema}, extensions"
    finally:
        kept.close()


def test_threads_do_not_share_a_schema(shops):
    a, b = shops
    gate = threading.Barrier(2)

    def work(shop):
        seen = set()
        for _ in range(30):
            with in_schema(shop.schema):
                gate.wait(TIMEOUT)
                User.objects.filter(pk=shop.owner).update(name=shop.host)
                seen.add((path(), User.objects.get(pk=shop.owner).name))
        return seen

    assert together(lambda: work(a), lambda: work(b)) == [
        {(f"{a.schema}, extensions", a.host)},
        {(f"{b.schema}, extensions", b.host)},
    ]


def test_content_types_are_each_schemas_own_even_between_threads(shops):
    """Ids differ between the public schema and a business; a thread must never see the other's in the cache."""
    a, _b = shops
    with as_owner(), in_schema(a.schema):
        ContentType.objects.filter(model="session").update(model="another")
        ContentType.objects.clear_cache()
        ours = ContentType.objects.get_for_model(Session).pk
    use_public()
    theirs = ContentType.objects.get_for_model(Session).pk
    assert ours != theirs
    gate = threading.Barrier(2)

    def work(schema):
        seen = set()
        with in_schema(schema):
            for _ in range(50):
                gate.wait(TIMEOUT)
                seen.add(ContentType.objects.get_for_model(Session).pk)
        return seen

    assert together(lambda: work(a.schema), lambda: work(PUBLIC)) == [{ours}, {theirs}]


def test_the_cache_of_content_types_is_a_whole_mapping(shops):
    a, _b = shops
    kept = ContentType.objects._cache
    with in_schema(a.schema):
        ContentType.objects.get_for_model(User)
        assert (list(kept), len(kept)) == (["default"], 1)
        del kept["default"]
        assert len(kept) == 0


def test_permissions_of_two_businesses_are_the_same_rows(shops):
    """Cloned from one template: guardian's grants mean the same wherever they are restored."""
    found = []
    for shop in shops:
        with in_schema(shop.schema):
            found.append(list(Permission.objects.order_by("pk").values_list("pk", "codename", "content_type_id")))
    assert found[0] == found[1]


def test_cache_keys_carry_the_schema(shops):
    a, b = shops
    with in_schema(a.schema):
        cache.set("figure", 1)
        assert cache.get("figure") == 1
    with in_schema(b.schema):
        assert cache.get("figure") is None
    use_public()
    assert cache.get("figure") is None
    assert caches["shared"].get("figure") is None


def test_throttles_are_each_businesss_own(shops):
    """Failing to sign in too often at one business locks nobody out of another."""
    a, b = shops
    wrong = {"email": "olive@example.com", "password": "wrong"}
    sign_in = "/api/v1/account/sign-in/"
    codes = {a.browser().post(sign_in, wrong, content_type="application/json").status_code for _ in range(12)}
    assert codes <= {401, 429}
    assert a.browser().post(sign_in, wrong, content_type="application/json").status_code in {401, 429}
    assert b.browser().post(sign_in, wrong, content_type="application/json").status_code == 401


def test_one_request_after_another_in_one_thread(shops):
    a, b = shops
    first, second = a.browser(signed_in=True), b.browser(signed_in=True)
    for _ in range(2):
        assert b"shop-a" in first.get("/").content
        assert b"shop-b" in second.get("/").content
        assert b"shop-a" not in second.get("/").content
