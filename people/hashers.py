"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2Hasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane: the first choice of OWASP's Password Storage Cheat Sheet.

    Django's own figures are 100 MiB and eight lanes, which a small server with a few people signing in hasn't got.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
