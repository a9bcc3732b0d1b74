import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.life.rules.names import RESERVED, normalised, problem_with, suggestions


@pytest.mark.parametrize("name", ["abc", "corner-shop", "a1b", "a" * 40, "shop24"])
def test_good_names(name):
    assert problem_with(name) == ""


@pytest.mark.parametrize(
    "name",
    ["", "ab", "a" * 41, "1shop", "-shop", "shop-", "sh_op", "sh.op", "shöp", "sh op", "xn--shp", "Shop", "abc\n"],
)
def test_malformed_names(name):
    assert problem_with(name)


@pytest.mark.parametrize("name", ["www", "api", "console", "mail", "admin", "static", "localhost"])
def test_reserved_names(name):
    assert problem_with(name) == "This name is reserved."


def test_every_reserved_name_is_in_the_form_it_is_compared_in():
    assert {normalised(name) for name in RESERVED} == RESERVED


def test_the_demo_business_may_have_its_name():
    assert problem_with("demo") == ""


@given(st.text(max_size=80))
def test_whatever_is_asked_for_the_suggestions_are_possible(asked):
    assert all(problem_with(name) == "" and name != asked for name in suggestions(asked))
    assert suggestions(asked)
