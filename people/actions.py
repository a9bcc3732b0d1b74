from audit.actions import AuditAction


class Action(AuditAction):
    """What happens to people, to their ways in, and through them."""

    API_KEY_CREATED = "people.key.created"
    API_KEY_REVOKED = "people.key.revoked"
    API_KEY_ROTATED = "people.key.rotated"
    IMPERSONATION_ENDED = "people.impersonation.ended"
    PASSWORD_CHANGED = "people.password.changed"  # noqa: S105 (names an act)
    PASSWORD_RESET = "people.password.reset"  # noqa: S105 (names an act)
    RECOVERY_CODES_MADE = "people.recovery_codes.made"
    ROLE_CHANGED = "people.user.role_changed"
    SECOND_FACTOR_REMOVED = "people.second_factor.removed"
    SECOND_FACTOR_RESET = "people.second_factor.reset"
    SECOND_FACTOR_SET_UP = "people.second_factor.set_up"
    SIGNED_IN = "people.user.signed_in"
    SIGNED_OUT = "people.user.signed_out"
    SIGN_IN_FAILED = "people.sign_in.failed"
    USER_CHANGED = "people.user.changed"
    USER_CREATED = "people.user.created"
    USER_DEACTIVATED = "people.user.deactivated"
    USER_REACTIVATED = "people.user.reactivated"
