from kernel.permissions import MATRIX, Permission, Role, allows, works_everywhere


def test_the_enum_is_in_alphabetical_order():
    assert [p.value for p in Permission] == sorted(p.value for p in Permission)


def test_the_owner_may_do_everything_and_the_auditor_only_reads():
    assert MATRIX[Role.OWNER] == frozenset(Permission)
    assert all(permission.endswith(":read") for permission in MATRIX[Role.AUDITOR])
    assert MATRIX[Role.AUDITOR] >= {permission for permission in Permission if permission.endswith(":read")}


def test_staff_see_no_costs_and_give_no_discounts():
    hidden = {Permission.CATALOGUE_COST_READ, Permission.SALES_DISCOUNT_GIVE, Permission.SALES_PRICE_OVERRIDE}
    assert not MATRIX[Role.STAFF] & hidden


def test_an_operator_of_the_platform_has_no_role_in_a_business():
    assert not any(allows("", permission) for permission in Permission)
    assert not works_everywhere("")


def test_managers_and_staff_work_where_they_were_sent():
    assert {role for role in Role if not works_everywhere(role)} == {Role.MANAGER, Role.STAFF}


def test_who_sells_who_gives_discounts_and_who_sells_for_another_day():
    def roles(permission):
        return {role for role in Role if allows(role, permission)}

    assert roles(Permission.SALES_SALE_RECORD) == {Role.OWNER, Role.MANAGER, Role.STAFF}
    assert roles(Permission.SALES_DISCOUNT_GIVE) == roles(Permission.SALES_PRICE_OVERRIDE) == {Role.OWNER, Role.MANAGER}
    assert roles(Permission.SALES_SALE_BACKDATE) == {Role.OWNER}
