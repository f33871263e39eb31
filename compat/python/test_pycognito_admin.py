"""pycognito as an administrator: people, groups, and signing somebody in."""

import pytest

from pool import PASSWORD, WRONG_PASSWORD
from refusal import INCORRECT, refused


@pytest.fixture
def admin(pool, app, house, ada):
    return pool.cognito(app, "ada", house.keys)


def test_signs_somebody_in_with_their_password(admin):
    admin.admin_authenticate(PASSWORD)
    assert admin.access_claims["username"] == "ada"
    with refused(admin.client.exceptions.NotAuthorizedException, INCORRECT):
        admin.admin_authenticate(WRONG_PASSWORD)


def test_reads_all_people_over_several_pages(pool, admin):
    for number in range(61):
        pool.invite(f"person-{number:02}")
    people = admin.get_users()
    assert len(people) == len({person.sub for person in people}) == 62


def test_puts_people_into_groups_that_their_tokens_then_name(pool, app, house, admin, ada):
    for name, precedence in (("readers", 2), ("writers", 1)):
        house.admin.create_group(UserPoolId=pool.id, GroupName=name, Precedence=precedence)
    assert {group.group_name for group in admin.get_groups()} == {"readers", "writers"}
    assert admin.get_group("writers").precedence == 1
    for name in ("readers", "writers"):
        admin.admin_add_user_to_group("ada", name)
    assert set(admin.admin_list_groups_for_user("ada")) == {"readers", "writers"}
    cognito = pool.signed_in(app, ada)
    assert set(cognito.access_claims["cognito:groups"]) == {"readers", "writers"}
    admin.admin_remove_user_from_group("ada", "readers")
    cognito.renew_access_token()
    assert cognito.id_claims["cognito:groups"] == ["writers"]


def test_disables_and_enables_somebody(pool, app, admin, ada):
    cognito = pool.signed_in(app, ada)
    admin.admin_disable_user("ada")
    for call in (cognito.get_user, lambda: cognito.authenticate(PASSWORD)):
        with refused(cognito.client.exceptions.NotAuthorizedException, "User is disabled."):
            call()
    admin.admin_enable_user("ada")
    cognito.authenticate(PASSWORD)


def test_deletes_somebody(admin):
    admin.admin_delete_user()
    with refused(admin.client.exceptions.UserNotFoundException, "User does not exist."):
        admin.admin_get_user()


def test_describes_and_changes_a_client(pool, app, admin):
    admin.admin_update_user_pool_client(pool.id, app.id, ClientName="another name")
    assert admin.describe_user_pool_client(pool.id, app.id)["ClientName"] == "another name"
