"""How often one address may do what a guesser or a flooder would do often."""

_SIGNING_IN = ("sign-in", 10, 20)
_RESETTING = ("reset", 3, 6)
_OPENING = ("sign-up", 2, 5)
_NAMING = ("name", 60, 60)

ADDRESS_LIMITS: dict[str, tuple[str, int, int]] = {
    "POST sign_in": _SIGNING_IN,
    "POST account_login": _SIGNING_IN,
    "POST admin:login": _SIGNING_IN,
    "POST admin:code": _SIGNING_IN,
    "POST admin:second_factor": _SIGNING_IN,
    "POST api:account_sign_in": _SIGNING_IN,
    "POST mfa_authenticate": _SIGNING_IN,
    "POST api:account_sign_in_code": _SIGNING_IN,
    "POST account_reset_password": _RESETTING,
    "POST api:account_forgotten_password": _RESETTING,
    "POST sign_up": _OPENING,
    "POST api:sign_ups": _OPENING,
    "GET sign_up_check": _NAMING,
    "GET api:subdomain": _NAMING,
    "POST find_business": _NAMING,
}
"""Method and route → bucket, tokens a minute, burst. Routes with the same bucket share it, on all hosts together."""

ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "5/5m/key", "reset_password": "5/m/key"}
"""allauth's: how often one account of a business may be tried, from wherever. What the table counts, it doesn't."""
