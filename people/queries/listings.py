"""Who comes in: people, and the keys of their machines."""

from kernel.actors import Actor
from kernel.listings import Column, Kind, Listing, any_field
from kernel.permissions import Role
from people.models import ApiKey, User
from people.queries.keys import keys
from people.queries.people import people

PEOPLE = Listing[Actor, User](
    rows=people,
    matches=any_field("name__icontains", "email__icontains"),
    orders={"name": ("name",), "email": ("email",)},
    order="name",
    columns=(
        Column("name", "Name", lambda row: row.name),
        Column("email", "E-mail", lambda row: row.email),
        Column("role", "Role", lambda row: Role(row.role).value.title()),
        Column("state", "State", lambda row: "Active" if row.is_active else "Left"),
    ),
)

KEYS = Listing[Actor, ApiKey](
    rows=keys,
    matches=any_field("name__icontains", "prefix__icontains"),
    orders={"created_at": ("created_at",), "name": ("name",)},
    order="-created_at",
    columns=(
        Column("name", "Name", lambda row: row.name),
        Column("person", "Acts as", lambda row: row.person.name),
        Column("last_used_at", "Last used", lambda row: row.last_used_at, Kind.MOMENT),
        Column("expires_at", "Ends", lambda row: row.revoked_at or row.expires_at, Kind.DAY),
    ),
)
