"""Where people are sent to see and change their plan."""

from kernel.links import Page, path_to
from tenants.life.queries.hosts import address


def plan_page(host: str, query: str = "") -> str:
    """The address of a business's page for that, at one of its hosts."""
    return address(host, path_to(Page.PLAN, query=query))
