"""Signing somebody in at the administrator's door."""

import pytest
from pycognito import AWSSRP

from mfa import enroll, offer
from pool import NEW_PASSWORD, PASSWORD
from refusal import INCORRECT, refused
from sign_in import SignIn, has_token, is_signed_in, srp_answer
from totp import totp


@pytest.fixture
def begin(admin, pool, app):
    def begin(flow, name="ada", app=app, **parameters):
        return admin.admin_initiate_auth(
            UserPoolId=pool.id,
            ClientId=app.id,
            AuthFlow=flow,
            AuthParameters={"USERNAME": name, **app.hash(name), **parameters},
        )

    return begin


@pytest.fixture
def answer(admin, pool, app):
    def answer(asked, name="ada", **responses):
        session = {"Session": asked["Session"]} if "Session" in asked else {}
        return admin.admin_respond_to_auth_challenge(
            UserPoolId=pool.id,
            ClientId=app.id,
            ChallengeName=asked["ChallengeName"],
            ChallengeResponses={"USERNAME": name, **responses},
            **session,
        )

    return answer


@pytest.mark.parametrize("flow", ["ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"])
def test_by_password(begin, ada, flow):
    assert is_signed_in(begin(flow, PASSWORD=PASSWORD))


def test_by_srp(pool, app, ada, admin, begin, answer):
    srp = AWSSRP("ada", PASSWORD, pool.id, app.id, client=admin)
    asked = begin("USER_SRP_AUTH", **srp.get_auth_params())
    assert asked["ChallengeName"] == "PASSWORD_VERIFIER"
    proof = srp_answer(srp, asked)
    assert is_signed_in(answer(asked, **{**proof, "USERNAME": "ada"}))


def test_by_a_refresh_token(ada, begin):
    tokens = begin("ADMIN_USER_PASSWORD_AUTH", PASSWORD=PASSWORD)["AuthenticationResult"]
    renewed = begin("REFRESH_TOKEN_AUTH", REFRESH_TOKEN=tokens["RefreshToken"])
    assert renewed["AuthenticationResult"].keys() == {
        "AccessToken",
        "IdToken",
        "ExpiresIn",
        "TokenType",
    }


def test_with_a_secret(pool, ada, begin, admin):
    app = pool.new_app(GenerateSecret=True)
    assert is_signed_in(begin("ADMIN_USER_PASSWORD_AUTH", app=app, PASSWORD=PASSWORD))
    text = f"Unable to verify secret hash for client {app.id}"
    with refused(admin.exceptions.NotAuthorizedException, text):
        begin("ADMIN_USER_PASSWORD_AUTH", app=app, PASSWORD=PASSWORD, SECRET_HASH="AAAA")


def test_a_temporary_password_is_replaced_there_too(pool, begin, answer):
    pool.invite("bea")
    asked = begin("ADMIN_USER_PASSWORD_AUTH", "bea", PASSWORD=PASSWORD)
    assert asked["ChallengeName"] == "NEW_PASSWORD_REQUIRED"
    assert asked["ChallengeParameters"]["requiredAttributes"] == "[]"
    done = answer(asked, "bea", NEW_PASSWORD=NEW_PASSWORD, **{"userAttributes.given_name": "Bea"})
    assert is_signed_in(done)
    assert is_signed_in(begin("ADMIN_USER_PASSWORD_AUTH", "bea", PASSWORD=NEW_PASSWORD))


def test_the_second_factor_is_asked_for_there_too(pool, app, ada, begin, answer, admin):
    offer(pool, "TOTP")
    secret = enroll(pool.signed_in(app, ada))
    asked = begin("ADMIN_USER_PASSWORD_AUTH", PASSWORD=PASSWORD)
    assert asked["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
    assert not has_token(asked)
    assert is_signed_in(answer(asked, SOFTWARE_TOKEN_MFA_CODE=totp(secret, 1)))


def test_the_administrators_flow_is_shut_at_the_open_door(anyone, pool, app, ada):
    kind = anyone.exceptions.InvalidParameterException
    for flow in ("ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"):
        with refused(kind, "Initiate Auth method not supported."):
            SignIn(anyone, pool, app, ada).begin(flow, PASSWORD=PASSWORD)


def test_a_client_of_another_pool_is_not_there(house, admin, pool, ada):
    foreign = house.new_pool().new_app()
    text = f"User pool client {foreign.id} does not exist."
    with refused(admin.exceptions.ResourceNotFoundException, text):
        admin.admin_initiate_auth(
            UserPoolId=pool.id,
            ClientId=foreign.id,
            AuthFlow="ADMIN_USER_PASSWORD_AUTH",
            AuthParameters=ada.credentials,
        )


def test_somebody_elses_session_signs_nobody_in(pool, begin, answer, admin):
    pool.invite("bea")
    pool.invite("cleo")
    asked = begin("ADMIN_USER_PASSWORD_AUTH", "bea", PASSWORD=PASSWORD)
    text = "Invalid session for the user."
    with refused(admin.exceptions.NotAuthorizedException, text):
        answer(asked, "cleo", NEW_PASSWORD=NEW_PASSWORD)
    with refused(admin.exceptions.NotAuthorizedException, INCORRECT):
        begin("ADMIN_USER_PASSWORD_AUTH", "cleo", PASSWORD=NEW_PASSWORD)
