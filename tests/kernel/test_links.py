"""Where rooms send people: every name is a page, and no room below the faces writes an address down."""

import re

import pytest
from django.urls import resolve

from config.rooms import ROOMS
from kernel.links import Page, path_to
from localdev.places import ROOT

ARGUMENTS = {Page.CONFIRM_EMAIL: ("key",), Page.WEBHOOK: (3,)}


@pytest.mark.parametrize("page", Page)
def test_every_page_is_there(page):
    path = path_to(page, *ARGUMENTS.get(page, ()), query="a=1")
    assert path.endswith("/?a=1")
    assert resolve(path.partition("?")[0], urlconf="config.urls_tenant").url_name == page


def test_rooms_write_no_addresses_of_pages():
    folders = {ROOT / room.name.replace(".", "/") for room in ROOMS}
    written = re.compile(r"""["'](/(?:settings|enter|stock|sales|products|till|people|outlets|money)/)|reverse\(""")
    found = [
        f"{path.relative_to(ROOT)}: {hit[0]}"
        for folder in folders
        for path in folder.rglob("*.py")
        if (hit := written.search(path.read_text()))
    ]
    assert found == []
