"""What a message asks for, as far as it decides which worker may do it."""

from collections.abc import Mapping

Work = tuple[str, str]
"""A task's name, and which handler it is to call: empty for a task that calls none."""


def work_of(task: str, kwargs: Mapping[str, object] | None) -> Work:
    """The work of a message. A handler that is named to a task which calls none makes it other work, not declared."""
    return task, str((kwargs or {}).get("handler", ""))
