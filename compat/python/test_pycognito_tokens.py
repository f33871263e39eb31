"""Tokens: what pycognito asks of them (signature, issuer, audience, use), renewing them, and their end."""

import time

import pytest
from pycognito.exceptions import TokenVerificationException

from pool import WRONG_PASSWORD
from refusal import INCORRECT, TOKEN_REVOKED, refused


@pytest.fixture
def cognito(pool, app, ada):
    return pool.signed_in(app, ada)


def test_both_tokens_are_good(cognito, pool, app, ada):
    cognito.verify_tokens()
    for claims in (cognito.id_claims, cognito.access_claims):
        assert claims["iss"] == pool.issuer == cognito.user_pool_url
        assert claims["sub"] == ada.sub
        assert 3595 <= claims["exp"] - time.time() <= 3605
    assert cognito.id_claims["aud"] == app.id
    assert cognito.id_claims["cognito:username"] == "ada"
    assert cognito.access_claims["client_id"] == app.id
    assert cognito.access_claims["username"] == "ada"
    assert cognito.access_claims["scope"] == "aws.cognito.signin.user.admin"
    assert cognito.token_type == "Bearer"
    assert cognito.check_token() is False


def test_the_verification_can_fail(cognito, house, pool):
    elsewhere = house.new_pool()
    audience = pool.cognito(pool.new_app())
    issuer = elsewhere.cognito(elsewhere.new_app())
    issuer.pool_jwk = cognito.get_keys()
    for judge, why in ((audience, "Audience doesn't match"), (issuer, "Invalid issuer")):
        with pytest.raises(TokenVerificationException, match=why):
            judge.verify_token(cognito.id_token, "id_token", "id")
    head, body, signature = cognito.id_token.split(".")
    tampered = f"{head}.{body}.{'A' if signature[0] != 'A' else 'B'}{signature[1:]}"
    with pytest.raises(TokenVerificationException, match="Signature verification failed"):
        cognito.verify_token(tampered, "id_token", "id")
    with pytest.raises(TokenVerificationException, match="aud|Audience"):
        cognito.verify_token(cognito.access_token, "id_token", "id")


def test_the_keys_of_two_pools_are_different(cognito, house):
    elsewhere = house.new_pool()
    ours = {key["kid"] for key in cognito.get_keys()["keys"]}
    theirs = {key["kid"] for key in elsewhere.cognito(elsewhere.new_app()).get_keys()["keys"]}
    assert len(ours) == len(theirs) == 2
    assert ours.isdisjoint(theirs)


def test_renewing_brings_new_tokens_of_the_same_sign_in(cognito):
    before, refresh_token = cognito.access_claims, cognito.refresh_token
    cognito.renew_access_token()
    after = cognito.access_claims
    assert after["jti"] != before["jti"]
    for claim in ("sub", "auth_time", "origin_jti", "client_id"):
        assert after[claim] == before[claim]
    assert cognito.refresh_token == refresh_token
    assert cognito.get_user().username == "ada"


def test_logging_out_ends_the_access_token_and_the_refresh_token(cognito, pool, app):
    access_token, refresh_token = cognito.access_token, cognito.refresh_token
    cognito.logout()
    assert cognito.access_token is None
    late = pool.cognito(app, "ada", access_token=access_token, refresh_token=refresh_token)
    with refused(late.client.exceptions.NotAuthorizedException, TOKEN_REVOKED):
        late.get_user()
    with refused(late.client.exceptions.NotAuthorizedException, "Refresh Token has been revoked"):
        late.renew_access_token()


def test_logging_out_ends_the_sign_ins_of_other_apps_too(cognito, pool, ada):
    elsewhere = pool.signed_in(pool.new_app(), ada)
    cognito.logout()
    with refused(elsewhere.client.exceptions.NotAuthorizedException, TOKEN_REVOKED):
        elsewhere.get_user()


def test_a_wrong_password_brings_no_token(pool, app, ada):
    cognito = pool.cognito(app, ada.name)
    with refused(cognito.client.exceptions.NotAuthorizedException, INCORRECT):
        cognito.authenticate(WRONG_PASSWORD)
    assert cognito.access_token is None


def test_a_password_of_letters_from_everywhere_is_proven_by_srp(pool, app):
    person = pool.invite("zoë")
    password = "Zoë-1-пароль-密码"
    pool.admin.admin_set_user_password(
        UserPoolId=pool.id, Username=person.name, Password=password, Permanent=True
    )
    cognito = pool.cognito(app, person.name)
    cognito.authenticate(password)
    assert cognito.access_claims["username"] == "zoë"
