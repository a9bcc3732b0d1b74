"""What the console shows and offers, in its order: the one list of its cards and of its actions."""

from collections.abc import Callable
from datetime import datetime

from console.actions import Action, ConfirmBackup, ConfirmBusiness
from console.cards import audit, billing, insights, people, sales, tenants
from console.cards.section import About, Section, moment
from console.impersonation import TITLE as LOOK_IN
from console.impersonation import impersonation_page
from tenants.archives.operations.request_backup import request_backup
from tenants.archives.operations.request_restore import request_restore
from tenants.archives.rules.backup import RETENTION_BACKUPS
from tenants.life.enums import TenantState
from tenants.life.operations.cancel_closing import cancel_closing
from tenants.life.operations.close_business import close_business
from tenants.life.operations.reinstate_business import reinstate_business
from tenants.life.operations.suspend_business import suspend_business
from tenants.life.rules.closing import GRACE_CLOSING
from tenants.life.rules.lifecycle import ACCESS, CLOSING_STATES, MOVES, SUSPENDED_STATES, Access

OVERVIEW_CARDS: tuple[Callable[[datetime], Section], ...] = (
    tenants.businesses,
    billing.revenue,
    insights.proofs,
    audit.dead_letters,
    billing.stripe_events,
    tenants.installation,
    tenants.storage,
    billing.top_use,
)
"""Of the first page: figures of the installation, made on the public schema."""

BUSINESS_CARDS: tuple[Callable[[About], Section | None], ...] = (
    tenants.business,
    billing.plan,
    billing.invoices,
    insights.proof,
    insights.usage,
    sales.selling,
    people.people,
    tenants.schema,
    audit.events,
    billing.stripe_events_of,
    audit.trail,
)
"""Of a business's page; None where there is nothing to say. Each leaves the schema as it was."""

BUSINESS_ACTIONS: tuple[Action, ...] = (
    Action(
        name="impersonate",
        title=LOOK_IN,
        icon="visibility",
        page=impersonation_page,
        is_possible=lambda state: ACCESS[state] is not Access.NONE,
    ),
    Action(
        name="suspend",
        title="Suspend",
        icon="block",
        page=ConfirmBusiness(
            title="Suspend",
            text="Its host answers nobody and its background work stops, until it is reinstated.",
            operation=suspend_business,
        ),
        is_possible=lambda state: ACCESS[state] is not Access.NONE,
    ),
    Action(
        name="reinstate",
        title="Reinstate",
        icon="check_circle",
        page=ConfirmBusiness(
            title="Reinstate",
            text=(
                "Its people get in again. What they may do then follows from its subscription; one that is being "
                "closed can only be exported or kept, and is deleted when its time is over."
            ),
            operation=reinstate_business,
        ),
        is_possible=lambda state: state in SUSPENDED_STATES,
    ),
    Action(
        name="close",
        title="Close",
        icon="event_busy",
        page=ConfirmBusiness(
            title="Close",
            text=f"Its owner can still export, for {GRACE_CLOSING.days} days. Then it is deleted, "
            "unless the closing is cancelled before.",
            operation=close_business,
        ),
        is_possible=lambda state: (state, TenantState.CLOSING) in MOVES and ACCESS[state] is not Access.NONE,
    ),
    Action(
        name="cancel_closing",
        title="Cancel closing",
        icon="event_available",
        page=ConfirmBusiness(
            title="Cancel closing",
            text="It isn't deleted after all. What its people may do then follows from its subscription.",
            operation=cancel_closing,
        ),
        is_possible=lambda state: state in CLOSING_STATES,
    ),
    Action(
        name="back_up",
        title="Back up",
        icon="save",
        page=ConfirmBusiness(
            title="Back up",
            text=f"A copy is made in the background, listed under Backups and kept for {RETENTION_BACKUPS.days} days.",
            operation=request_backup,
            done="is being copied; see Backups.",
        ),
        is_possible=lambda state: state is not TenantState.DELETED,
    ),
)
"""Of a business's page."""

BACKUP_ACTIONS: tuple[Action, ...] = (
    Action(
        name="restore",
        title="Restore",
        icon="settings_backup_restore",
        page=ConfirmBackup(
            title="Restore",
            text=lambda made_at: (
                f"The business is again as it was on {moment(made_at)}. What is there now is kept apart for some days."
            ),
            operation=request_restore,
            done="is being restored.",
        ),
    ),
)
"""Of a backup's page."""


def overview(now: datetime) -> list[Section]:
    """The cards of the first page."""
    return [card(now) for card in OVERVIEW_CARDS]


def cards_of(about: About) -> list[Section]:
    """The cards of a business's page."""
    made = (card(about) for card in BUSINESS_CARDS)
    return [section for section in made if section is not None]


def possible_actions(state: TenantState) -> list[str]:
    """The names of the actions that a business's state allows."""
    return [action.name for action in BUSINESS_ACTIONS if action.is_possible(state)]
