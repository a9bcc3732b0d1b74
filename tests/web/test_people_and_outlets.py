import pytest

from audit.models import AuditEntry
from company.models import Outlet
from company.queries import outlets_for
from people.models import User

WHO = {"name": "Sam Seller", "email": "sam@example.com"}
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


def test_an_outlet_gets_another_name_and_keeps_its_code(browse, outlet):
    answer = browse.post(f"/outlets/{outlet.id}/", {"name": " Harbour ", "version": "*"}, follow=True)
    assert "It is called Harbour now." in answer.content.decode()
    renamed = Outlet.objects.get(pk=outlet.id)
    assert (renamed.name, renamed.code) == ("Harbour", outlet.code)
    assert AuditEntry.objects.get(action="company.outlet.renamed").changes == {"name": ["Main", "Harbour"]}
    taken = browse.post(f"/outlets/{outlet.id}/", {"name": "Other", "version": "*"})
    assert "Another outlet has this name or code" in taken.content.decode()
    late = browse.post(f"/outlets/{outlet.id}/", {"name": "Pier", "version": "0" * 32})
    assert "Somebody changed this while you were at it" in late.content.decode()
    assert Outlet.objects.get(pk=outlet.id).name == "Harbour"


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
    answer = browse.post(
        f"/people/{staff.pk}/", {**WHO, "role": "manager", "outlet_ids": [other_outlet.id], "version": "*"}
    )
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


def test_who_is_back_comes_in_as_before(browse, client_for, staff):
    browse.post(f"/people/{staff.pk}/deactivate/")
    assert b"Reactivate" in browse.get(f"/people/{staff.pk}/").content
    answer = browse.post(f"/people/{staff.pk}/reactivate/", follow=True)
    assert "They can sign in again" in answer.content.decode()
    assert client_for(staff).get("/").status_code == 200


def test_a_name_and_an_address_are_corrected(browse, staff, owner):
    typed = {"name": "Sam Sellers", "email": "SAM.SELLERS@example.com", "role": "staff", "version": "*"}
    assert browse.post(f"/people/{staff.pk}/", typed)["Location"] == "/people/"
    staff.refresh_from_db()
    assert (staff.name, staff.email) == ("Sam Sellers", "sam.sellers@example.com")
    answer = browse.post(f"/people/{staff.pk}/", {**typed, "name": " ", "email": owner.email})
    assert set(answer.context["form"].errors) == {"name"}
    answer = browse.post(f"/people/{staff.pk}/", {**typed, "email": owner.email})
    assert answer.context["form"].errors["email"] == ["Somebody with this e-mail address is here already."]


def test_the_last_owner_stays(browse, owner):
    answer = browse.post(f"/people/{owner.pk}/", {**WHO, "role": "staff", "version": "*"})
    assert answer.status_code == 422
    assert "at least one active owner" in answer.content.decode()
    answer = browse.post(f"/people/{owner.pk}/deactivate/", follow=True)
    assert "at least one active owner" in answer.content.decode()
    owner.refresh_from_db()
    assert (owner.role, owner.is_active) == ("owner", True)
