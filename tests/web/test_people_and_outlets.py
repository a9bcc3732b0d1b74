import pytest

from company.models import Outlet
from company.queries import outlets_for
from people.models import User

PERSON = {"name": "Nadia", "email": "Nadia@Example.com", "role": "manager", "password": "correct horse battery"}


def test_a_teammate_is_added_with_outlets(browse, client_for, outlet):
    answer = browse.post("/people/new/", {**PERSON, "outlet_ids": [outlet.id]}, follow=True)
    assert "Nadia can sign in now." in answer.content.decode()
    nadia = User.objects.get(email="nadia@example.com")
    assert nadia.role == "manager"
    assert [each.id for each in outlets_for(nadia)] == [outlet.id]
    assert client_for(nadia).get("/till/").status_code == 200


def test_what_is_wrong_with_a_teammate_is_named_at_the_field(browse, owner):
    answer = browse.post("/people/new/", {**PERSON, "email": owner.email, "password": "short"})
    assert answer.status_code == 422
    assert "password" in answer.context["form"].errors
    answer = browse.post("/people/new/", {**PERSON, "email": owner.email})
    assert answer.context["form"].errors["email"] == ["Somebody with this e-mail address is here already."]


def test_another_outlet_is_opened(browse, owner):
    answer = browse.post("/outlets/", {"name": "Harbour", "code": "hb"}, follow=True)
    assert "Harbour is open." in answer.content.decode()
    assert Outlet.objects.get(name="Harbour").code == "HB"


def test_an_outlet_that_exists_is_refused(browse):
    answer = browse.post("/outlets/", {"name": "Other", "code": "XX"})
    assert "Another outlet has this name or code" in answer.content.decode()


@pytest.mark.parametrize(
    ("target", "lands"),
    [("/stock/?search=tea", "/stock/"), ("https://evil.example/", "/"), ("//evil.example/", "/"), ("", "/")],
)
def test_switching_goes_back_but_never_away(browse, outlet, target, lands):
    assert browse.post("/outlets/switch/", {"outlet": outlet.id, "next": target})["Location"] == lands


def test_who_lost_an_outlet_looks_at_all_that_are_left(client_for, staff, outlet):
    from company.models import OutletUserObjectPermission

    client = client_for(staff)
    client.post("/outlets/switch/", {"outlet": outlet.id})
    OutletUserObjectPermission.objects.filter(user=staff).delete()
    assert client.get("/stock/").status_code == 200
    assert list(client.get("/stock/").context["list"].rows) == []


def test_a_teammate_gets_another_role_and_other_outlets(browse, staff, outlet, other_outlet):
    page = browse.get(f"/people/{staff.pk}/").content.decode()
    assert '<option value="staff" selected>' in page
    answer = browse.post(f"/people/{staff.pk}/", {"role": "manager", "outlet_ids": [other_outlet.id], "version": "*"})
    assert answer["Location"] == "/people/"
    staff.refresh_from_db()
    assert staff.role == "manager"
    assert [each.id for each in outlets_for(staff)] == [other_outlet.id]


def test_who_was_let_go_is_out_at_once(browse, client_for, staff):
    client = client_for(staff)
    assert client.get("/").status_code == 200
    browse.post(f"/people/{staff.pk}/deactivate/")
    assert client.get("/")["Location"].startswith("/sign-in/")
    assert b"Left" in browse.get("/people/").content


def test_the_last_owner_stays(browse, owner):
    answer = browse.post(f"/people/{owner.pk}/", {"role": "staff", "version": "*"})
    assert answer.status_code == 422
    assert "at least one active owner" in answer.content.decode()
    answer = browse.post(f"/people/{owner.pk}/deactivate/", follow=True)
    assert "at least one active owner" in answer.content.decode()
    owner.refresh_from_db()
    assert (owner.role, owner.is_active) == ("owner", True)
