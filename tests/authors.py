"""Who does things in the public schema that is no row there."""

from audit.authors import Author, AuthorKind

OLIVE = Author(AuthorKind.PERSON_ELSEWHERE, "Olive", 1, schema="t_of_olive")
"""The owner of some business, handed over by tenants.life.for_business."""
