"""Failures as boto3 hands them on: an exception of their name, with the exact words."""

import pytest

from pool import NEW_PASSWORD, PASSWORD, WRONG_PASSWORD, new_address
from refusal import CODE_MISMATCH, INCORRECT, SESSION_INVALID, TOKEN_INVALID, refused
from sign_in import SignIn


@pytest.fixture
def sign_in(anyone, pool, app, ada):
    return SignIn(anyone, pool, app, ada)


def test_a_wrong_password(anyone, sign_in):
    with refused(anyone.exceptions.NotAuthorizedException, INCORRECT):
        sign_in.begin("USER_PASSWORD_AUTH", PASSWORD=WRONG_PASSWORD)


def test_the_sixth_wrong_password_in_a_row_is_not_looked_at(anyone, sign_in):
    for _ in range(5):
        with refused(anyone.exceptions.NotAuthorizedException, INCORRECT):
            sign_in.begin("USER_PASSWORD_AUTH", PASSWORD=WRONG_PASSWORD)
    with refused(anyone.exceptions.NotAuthorizedException, "Password attempts exceeded"):
        sign_in.with_password()


def test_a_name_nobody_has(anyone, admin, pool, app):
    credentials = {"USERNAME": "nobody", "PASSWORD": PASSWORD}
    with refused(anyone.exceptions.UserNotFoundException, "User does not exist."):
        anyone.initiate_auth(
            ClientId=app.id, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=credentials
        )
    with refused(admin.exceptions.UserNotFoundException, "User does not exist."):
        admin.admin_get_user(UserPoolId=pool.id, Username="nobody")


def test_somebody_made_twice(admin, pool, ada):
    with refused(admin.exceptions.UsernameExistsException, "User account already exists"):
        admin.admin_create_user(UserPoolId=pool.id, Username="ada")


def test_an_alias_that_somebody_has(house):
    pool = house.new_pool(AliasAttributes=["email"], AutoVerifiedAttributes=["email"])
    address = new_address()
    pool.new_person("ada", email=address)
    text = "An account with the given email already exists."
    with refused(house.admin.exceptions.UsernameExistsException, text):
        pool.new_person("bea", email=address)


def test_a_pool_and_a_client_that_are_not_there(admin, anyone, pool):
    nowhere = "us-east-1_Nowhere00"
    with refused(
        admin.exceptions.ResourceNotFoundException, f"User pool {nowhere} does not exist."
    ):
        admin.describe_user_pool(UserPoolId=nowhere)
    nobody = "0123456789abcdefghijklmnop"
    text = f"User pool client {nobody} does not exist."
    with refused(admin.exceptions.ResourceNotFoundException, text):
        admin.describe_user_pool_client(UserPoolId=pool.id, ClientId=nobody)
    with refused(anyone.exceptions.ResourceNotFoundException, text):
        anyone.forgot_password(ClientId=nobody, Username="ada")


def test_a_flow_that_the_client_does_not_allow(anyone, pool, ada):
    app = pool.new_app(ExplicitAuthFlows=["ALLOW_REFRESH_TOKEN_AUTH"])
    sign_in = SignIn(anyone, pool, app, ada)
    kind = anyone.exceptions.InvalidParameterException
    with refused(kind, "USER_PASSWORD_AUTH flow not enabled for this client"):
        sign_in.with_password()
    with refused(kind, "USER_SRP_AUTH is not enabled for the client."):
        sign_in.begin("USER_SRP_AUTH", SRP_A="2")
    with refused(kind, "CUSTOM_AUTH is not enabled for the client."):
        sign_in.begin("CUSTOM_AUTH")
    with refused(kind, "USER_AUTH is not enabled for the client."):
        sign_in.begin("USER_AUTH")


def test_a_parameter_that_is_missing(anyone, sign_in):
    kind = anyone.exceptions.InvalidParameterException
    with refused(kind, "Missing required parameter PASSWORD"):
        sign_in.begin("USER_PASSWORD_AUTH")
    with refused(kind, "Missing required parameter SRP_A"):
        sign_in.begin("USER_SRP_AUTH")


def test_a_value_that_breaks_a_constraint(anyone, app):
    with pytest.raises(anyone.exceptions.InvalidParameterException) as caught:
        anyone.sign_up(ClientId=app.id, Username="with blank", Password=PASSWORD)
    message = caught.value.response["Error"]["Message"]
    assert message.startswith("1 validation error detected: Value ")
    assert "at 'username' failed to satisfy constraint" in message


def test_a_session_that_is_none(anyone, app, ada):
    asked = {"ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": "x" * 40}
    responses = {"USERNAME": "ada", "NEW_PASSWORD": NEW_PASSWORD}
    with refused(anyone.exceptions.NotAuthorizedException, SESSION_INVALID):
        anyone.respond_to_auth_challenge(ClientId=app.id, **asked, ChallengeResponses=responses)


def test_an_access_token_that_is_none(anyone):
    with refused(anyone.exceptions.NotAuthorizedException, TOKEN_INVALID):
        anyone.get_user(AccessToken="eyJhbGciOiJSUzI1NiJ9.e30.AAAA")


def test_a_code_that_is_wrong(anyone, app, ada):
    anyone.forgot_password(ClientId=app.id, Username="ada")
    with refused(anyone.exceptions.CodeMismatchException, CODE_MISMATCH):
        anyone.confirm_forgot_password(
            ClientId=app.id, Username="ada", ConfirmationCode="0", Password=NEW_PASSWORD
        )


def test_keys_that_are_not_an_administrators(house, pool):
    access_key_id, secret_access_key = house.keys
    stranger = house.client("AKIANOBODYNOBODYNOBO", secret_access_key)
    with pytest.raises(stranger.exceptions.ClientError) as caught:
        stranger.list_users(UserPoolId=pool.id)
    assert caught.value.response["Error"]["Code"] == "UnrecognizedClientException"
    forger = house.client(access_key_id, secret_access_key[::-1])
    with pytest.raises(forger.exceptions.ClientError) as caught:
        forger.list_users(UserPoolId=pool.id)
    assert caught.value.response["Error"]["Code"] == "InvalidSignatureException"
    with pytest.raises(house.anyone.exceptions.ClientError) as caught:
        house.anyone.list_users(UserPoolId=pool.id)
    assert caught.value.response["Error"]["Code"] == "MissingAuthenticationTokenException"


def test_a_group_that_is_there_already(admin, pool):
    admin.create_group(UserPoolId=pool.id, GroupName="readers")
    with refused(
        admin.exceptions.GroupExistsException, "A group with the name already exists."
    ):
        admin.create_group(UserPoolId=pool.id, GroupName="readers")


def test_boto3_knows_no_waiters_of_this_service(admin):
    assert admin.waiter_names == []
