from dataclasses import replace
from datetime import timedelta

from company.operations.place_person import place_person
from config.edge import tenant as middleware
from tests.reading import read
from tests.shop import make_product, now, put_on_shelf, sell


def test_a_new_business_is_shown_its_first_steps(browse, owner, outlet):
    assert "1 of 4" in browse.get("/").content.decode()
    variation = make_product(owner)
    assert "2 of 4" in browse.get("/").content.decode()
    put_on_shelf(owner, outlet, variation, 5)
    assert "3 of 4" in browse.get("/").content.decode()
    sell(owner, outlet, (variation, 1))
    assert "Get set up" not in browse.get("/").content.decode()


def test_the_figures_are_of_the_chosen_outlet(browse, outlet, other_outlet, shop):
    figures = lambda: {figure.label: figure.amount for figure in browse.get("/").context["figures"]}  # noqa: E731
    assert figures() == {
        "Net sales": 171_42,
        "Gross profit": 51_42,
        "Average basket": 171_42,
        "Stock value": 19 * 120_00,
    }
    browse.post("/outlets/switch/", {"outlet": other_outlet.id})
    assert set(figures().values()) == {0}
    browse.post("/outlets/switch/", {"outlet": ""})
    assert figures()["Net sales"] == 171_42


def test_what_needs_attention_leads_there(browse, owner, outlet):
    today = outlet.day_of(now())
    for index, days in enumerate((-1, 2, 2)):
        put_on_shelf(
            owner, outlet, make_product(owner, name=f"Milk {index}"), 1, expires_on=today + timedelta(days=days)
        )
    assert [(item.title, item.url) for item in browse.get("/").context["attention"]] == [
        ("1 batch expired", "/stock/batches/?expiry=expired"),
        ("2 batches expiring", "/stock/batches/?expiry=expiring"),
    ]


def test_all_is_well_is_said(browse, shop):
    assert b"All is well" in browse.get("/").content


def test_who_works_nowhere_is_told_whom_to_ask(client_for, owner, staff, shop):
    place_person(actor=owner, person_id=staff.pk, outlet_ids=[], now=now())
    said = client_for(staff).get("/").content.decode()
    assert f"Please ask {owner.name}" in said
    assert "All is well" not in said
    assert "0 outlets" not in said
    assert "Please ask" not in client_for(owner).get("/").content.decode()


def test_debits_equal_credits_by_day_and_outlet(browse, outlet, other_outlet, shop):
    page = browse.get("/money/trial-balance/")
    balance = page.context["balance"]
    assert balance.total_debit == balance.total_credit > 0
    assert "Debits equal credits" in page.content.decode()
    assert browse.get(f"/money/trial-balance/?outlet={outlet.id}").context["balance"].total_debit == balance.total_debit
    assert browse.get(f"/money/trial-balance/?outlet={other_outlet.id}").context["balance"].rows == ()
    assert browse.get("/money/trial-balance/?as_of=2020-01-01").context["balance"].rows == ()


def test_the_switcher_gives_the_trial_balance_its_outlet(browse, other_outlet, shop):
    browse.post("/outlets/switch/", {"outlet": other_outlet.id})
    assert browse.get("/money/trial-balance/").context["outlet"] == other_outlet
    assert browse.get("/money/trial-balance/?outlet=").context["outlet"] is None


def test_nonsense_filters_show_everything_today(browse, outlet, shop):
    page = browse.get("/money/trial-balance/?as_of=never&outlet=x")
    assert page.status_code == 200
    assert page.context["as_of"] == outlet.day_of(now())


def test_receipt_and_sale_show_what_was_sold(browse, shop):
    for path in (f"/sales/{shop.sale}/", f"/sales/{shop.sale}/receipt/"):
        page = read(browse.get(path))
        assert "Tea" in page
        assert "₹180.00" in page
        assert "CGST 2.5%" in page


def test_people_are_told_what_state_their_business_is_in(browse, monkeypatch):
    real = middleware.live_tenant_at
    for state, words in (("past_due", "is overdue"), ("read_only", "can only be read for now"), ("active", "")):
        monkeypatch.setattr(middleware, "live_tenant_at", lambda host, state=state: replace(real(host), state=state))  # type: ignore[type-var]
        frame = read(browse.get("/")).split('<main id="main"')[0]
        assert words in frame
        assert ('class="notice' in frame) is bool(words)
