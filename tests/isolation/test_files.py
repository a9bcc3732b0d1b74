"""One business's files at another's host."""

import pytest

from kernel.schemas import use_public
from tests.conftest import HostAPIClient
from tests.installation import ready_export


@pytest.mark.parametrize("path", ["/settings/export/{}/", "/api/v1/data-exports/{}/file/"])
def test_an_archive_of_a_cannot_be_had_at_b(shops, path):
    a, b = shops
    use_public()
    export = ready_export(a.schema, b"PK of A")
    own = a.browser(signed_in=True).get(path.format(export.pk))
    assert b"".join(own.streaming_content) == b"PK of A"
    foreign = b.browser(signed_in=True).get(path.format(export.pk))
    assert foreign.status_code == 404
    assert b"PK of A" not in foreign.content


def test_a_list_holds_ones_own_archives(shops):
    a, b = shops
    use_public()
    export = ready_export(a.schema)
    for path in ("/settings/export/", "/api/v1/data-exports/"):
        assert str(export.pk).encode() in a.browser(signed_in=True).get(path).content
        assert str(export.pk).encode() not in b.browser(signed_in=True).get(path).content


@pytest.mark.parametrize("path", ["/media/", "/files/", "/exports/"])
def test_no_url_leads_to_the_storage(shops, path):
    a, _b = shops
    use_public()
    export = ready_export(a.schema)
    for host in (a.host, "localhost"):
        answer = HostAPIClient(headers={"host": host}).get(f"{path}{export.path}")
        assert answer.status_code == 404
