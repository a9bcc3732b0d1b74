import pytest
from django.contrib.auth.hashers import check_password, make_password
from django.db import IntegrityError, transaction

from kernel.errors import NotAllowed
from kernel.permissions import MATRIX, Permission, Role
from kernel.schemas import use_public
from people.models import User


@pytest.mark.parametrize("role", Role)
def test_a_role_is_asked_of_the_one_matrix(role):
    user = User(role=role)
    assert {permission for permission in Permission if user.may(permission)} == MATRIX[role]
    for permission in set(Permission) - MATRIX[role]:
        with pytest.raises(NotAllowed):
            user.require(permission)


def test_an_operator_may_nothing_in_the_name_of_a_business():
    assert not any(User(is_staff=True, is_superuser=True).may(permission) for permission in Permission)


def test_operators_and_people_are_told_apart(tenant):
    use_public()
    operator = User.objects.create_superuser(" Op@Counterfoil.test ", "x")
    assert (operator.email, operator.is_staff, operator.role) == ("op@counterfoil.test", True, "")
    assert User.objects.get_by_natural_key("OP@counterfoil.test") == operator
    assert str(operator) == operator.email
    assert not User.objects.create_user("guest@counterfoil.test").has_usable_password()


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"email": "Upper@example.com"}, "user_email_lower"),
        ({"email": "x@example.com", "role": "king"}, "user_role_known"),
    ],
)
def test_the_database_refuses(tenant, fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        User.objects.create(**fields)


def test_a_password_is_kept_as_owasp_advises(settings):
    settings.PASSWORD_HASHERS = ["people.hashers.Argon2Hasher"]
    kept = make_password("a long enough password")
    assert kept.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert check_password("a long enough password", kept)
