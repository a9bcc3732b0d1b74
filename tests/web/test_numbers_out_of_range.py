"""A number that fits nowhere is none: never a 500."""

import pytest


def test_a_page_of_tiles_far_past_the_end_is_empty(client_for, owner, outlet):
    answer = client_for(owner).get(f"/till/{outlet.id}/tiles/?page=999999999999999999")
    assert (answer.status_code, answer.json()) == (200, {"items": [], "more": False})


@pytest.mark.parametrize("number", ["9" * 5000, "9" * 19, "-1", "x"])
def test_switching_to_an_outlet_that_cannot_be(client_for, owner, number):
    assert client_for(owner).post("/outlets/switch/", {"outlet": number}).status_code in {302, 404}
