"""People whom an administrator made: a temporary password, and the one they choose."""

import pytest
from pycognito.exceptions import ForceChangePasswordException

from pool import NEW_PASSWORD, PASSWORD, WRONG_PASSWORD, new_address
from refusal import INCORRECT, refused


@pytest.fixture
def cognito(pool, app, house):
    admin = pool.cognito(app, "bea", house.keys)
    quietly = {"MessageAction": "SUPPRESS"}
    admin.admin_create_user("bea", PASSWORD, quietly, email=new_address(), email_verified="true")
    return pool.cognito(app, "bea")


def test_a_temporary_password_asks_for_a_new_one(cognito):
    with pytest.raises(ForceChangePasswordException):
        cognito.authenticate(PASSWORD)
    assert cognito.access_token is None


def test_the_new_one_signs_in_and_replaces_it(cognito):
    cognito.new_password_challenge(PASSWORD, NEW_PASSWORD)
    assert cognito.access_claims["username"] == "bea"
    assert cognito.get_user().username == "bea"
    cognito.authenticate(NEW_PASSWORD)
    with refused(cognito.client.exceptions.NotAuthorizedException, INCORRECT):
        cognito.authenticate(PASSWORD)


def test_a_weak_one_is_refused_and_the_temporary_one_stays(cognito):
    text = "Password did not conform with policy: Password not long enough"
    with refused(cognito.client.exceptions.InvalidPasswordException, text):
        cognito.new_password_challenge(PASSWORD, "Aa1-")
    with pytest.raises(ForceChangePasswordException):
        cognito.authenticate(PASSWORD)


def test_a_wrong_temporary_password_is_refused(cognito):
    with refused(cognito.client.exceptions.NotAuthorizedException, INCORRECT):
        cognito.new_password_challenge(WRONG_PASSWORD, NEW_PASSWORD)


def test_the_invitation_has_the_password_that_works(house, inbox):
    letter = {"EmailSubject": "Welcome", "EmailMessage": "You are {username} and say {####}"}
    pool = house.new_pool(AdminCreateUserConfig={"InviteMessageTemplate": letter})
    app = pool.new_app()
    address = new_address()
    pool.cognito(app, "cleo", house.keys).admin_create_user(
        "cleo",
        additional_kwargs={"DesiredDeliveryMediums": ["EMAIL"]},
        email=address,
        email_verified="true",
    )
    [message] = inbox.messages(address)
    greeting, temporary = message["body"].split(" and say ")
    assert (message["subject"], greeting) == ("Welcome", "You are cleo")
    cognito = pool.cognito(app, "cleo")
    cognito.new_password_challenge(temporary, NEW_PASSWORD)
    assert cognito.access_claims["username"] == "cleo"
