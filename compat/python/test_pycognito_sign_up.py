"""Registering: the code that is mailed, and who may sign in when."""

import pytest

from inbox import other_code
from pool import PASSWORD, new_address
from refusal import CODE_MISMATCH, refused


@pytest.fixture
def email():
    return new_address()


@pytest.fixture
def cognito(pool, app):
    return pool.cognito(app, "bea")


@pytest.fixture
def registered(cognito, email):
    cognito.set_base_attributes(email=email, given_name="Bea")
    return cognito.register("bea", PASSWORD)


def test_register_says_where_the_code_went_without_saying_the_address(registered):
    assert registered["UserConfirmed"] is False
    assert len(registered["UserSub"]) == 36
    assert registered["CodeDeliveryDetails"] == {
        "Destination": "p***@e***",
        "DeliveryMedium": "EMAIL",
        "AttributeName": "email",
    }


def test_the_mailed_code_confirms_and_the_password_then_signs_in(
    cognito, registered, inbox, email
):
    cognito.confirm_sign_up(inbox.code(email))
    cognito.authenticate(PASSWORD)
    person = cognito.get_user()
    assert (person.email, person.email_verified, person.given_name) == (email, True, "Bea")
    assert person.sub == registered["UserSub"]


def test_nobody_signs_in_before_the_code_came_back(cognito, registered):
    with refused(cognito.client.exceptions.UserNotConfirmedException, "User is not confirmed."):
        cognito.authenticate(PASSWORD)


def test_a_wrong_code_is_refused_and_the_right_one_still_confirms(
    cognito, registered, inbox, email
):
    code = inbox.code(email)
    with refused(cognito.client.exceptions.CodeMismatchException, CODE_MISMATCH):
        cognito.confirm_sign_up(other_code(code))
    cognito.confirm_sign_up(code)


def test_a_code_sent_again_is_the_one_that_counts(cognito, registered, inbox, email):
    first = inbox.code(email)
    cognito.resend_confirmation_code("bea")
    assert len(inbox.messages(email)) == 2
    second = inbox.code(email)
    if first != second:
        with refused(cognito.client.exceptions.CodeMismatchException, CODE_MISMATCH):
            cognito.confirm_sign_up(first)
    cognito.confirm_sign_up(second)


def test_nobody_is_confirmed_twice(cognito, registered, inbox, email):
    code = inbox.code(email)
    cognito.confirm_sign_up(code)
    text = "User cannot be confirmed. Current status is CONFIRMED"
    with refused(cognito.client.exceptions.NotAuthorizedException, text):
        cognito.confirm_sign_up(code)


def test_an_administrator_confirms_without_a_code(pool, app, house, registered):
    pool.cognito(app, "bea", house.keys).admin_confirm_sign_up()
    assert pool.cognito(app, "bea", house.keys).admin_get_user().user_status == "CONFIRMED"
    person = pool.cognito(app, "bea")
    person.authenticate(PASSWORD)
    assert person.access_claims["username"] == "bea"


def test_a_name_is_registered_once(cognito, registered, email):
    with refused(cognito.client.exceptions.UsernameExistsException, "User already exists"):
        cognito.register("bea", PASSWORD)


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("Aa1-aaa", "Password not long enough"),
        ("aaaaaa1-", "Password must have uppercase characters"),
        ("AAAAAA1-", "Password must have lowercase characters"),
        ("Aaaaaaa-", "Password must have numeric characters"),
        ("Aaaaaaa1", "Password must have symbol characters"),
    ],
)
def test_a_weak_password_is_refused_with_its_weakness(cognito, email, password, problem):
    cognito.set_base_attributes(email=email)
    text = f"Password did not conform with policy: {problem}"
    with refused(cognito.client.exceptions.InvalidPasswordException, text):
        cognito.register("bea", password)


def test_an_attribute_that_the_pool_does_not_have_is_refused(cognito, email):
    cognito.set_base_attributes(email=email)
    cognito.add_custom_attributes(shoe="44")
    text = "Invalid user attributes: user.custom:shoe: Attribute does not exist in the schema.\n"
    with refused(cognito.client.exceptions.InvalidParameterException, text):
        cognito.register("bea", PASSWORD)


def test_attributes_of_the_pools_own_come_back(house, inbox, email):
    shoe = {"Name": "shoe", "AttributeDataType": "Number", "Mutable": True}
    pool = house.new_pool(AutoVerifiedAttributes=["email"], Schema=[shoe])
    app = pool.new_app(WriteAttributes=["email", "custom:shoe"])
    cognito = pool.cognito(app, "bea")
    cognito.set_base_attributes(email=email)
    cognito.add_custom_attributes(shoe="44")
    cognito.register("bea", PASSWORD)
    cognito.confirm_sign_up(inbox.code(email))
    cognito.authenticate(PASSWORD)
    assert cognito.get_user(attr_map={"custom:shoe": "shoe"}).shoe == "44"
    assert cognito.id_claims["custom:shoe"] == "44"


def test_a_pool_where_only_administrators_make_people_says_so(house, email):
    pool = house.new_pool(AdminCreateUserConfig={"AllowAdminCreateUserOnly": True})
    cognito = pool.cognito(pool.new_app(), "bea")
    text = "SignUp is not permitted for this user pool"
    with refused(cognito.client.exceptions.NotAuthorizedException, text):
        cognito.register("bea", PASSWORD)
