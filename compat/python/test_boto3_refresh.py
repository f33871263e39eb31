"""Refresh tokens: rotation, reuse, revoking."""

import pytest

from claims import claims_of
from refusal import TOKEN_REVOKED, refused
from sign_in import SignIn

ROTATION = {"Feature": "ENABLED", "RetryGracePeriodSeconds": 0}
FLOWS = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH"]


@pytest.fixture
def signed_in(anyone, pool, ada):
    """The tokens of a new sign-in at an app."""

    def signed_in(app):
        return SignIn(anyone, pool, app, ada).with_password()["AuthenticationResult"]

    return signed_in


@pytest.fixture
def rotating(pool):
    return pool.new_app(ExplicitAuthFlows=FLOWS, RefreshTokenRotation=ROTATION)


@pytest.fixture
def refresh(anyone):
    def refresh(app, token, **more):
        secret = {} if app.secret is None else {"ClientSecret": app.secret}
        return anyone.get_tokens_from_refresh_token(
            ClientId=app.id, RefreshToken=token, **{**secret, **more}
        )["AuthenticationResult"]

    return refresh


def test_without_rotation_a_refresh_token_works_again_and_again(app, signed_in, refresh):
    token = signed_in(app)["RefreshToken"]
    for _ in range(2):
        assert "RefreshToken" not in refresh(app, token)


def test_with_rotation_each_is_followed_by_another(anyone, rotating, signed_in, refresh):
    first = signed_in(rotating)
    second = refresh(rotating, first["RefreshToken"])
    third = refresh(rotating, second["RefreshToken"])
    tokens = {first["RefreshToken"], second["RefreshToken"], third["RefreshToken"]}
    assert len(tokens) == 3
    origins = {claims_of(each["AccessToken"])["origin_jti"] for each in (first, second, third)}
    assert len(origins) == 1
    assert anyone.get_user(AccessToken=third["AccessToken"])["Username"] == "ada"


def test_one_that_was_followed_ends_the_whole_sign_in(anyone, rotating, signed_in, refresh):
    first = signed_in(rotating)
    second = refresh(rotating, first["RefreshToken"])
    for token in (first["RefreshToken"], second["RefreshToken"]):
        with pytest.raises(anyone.exceptions.RefreshTokenReuseException):
            refresh(rotating, token)
    with refused(anyone.exceptions.NotAuthorizedException, TOKEN_REVOKED):
        anyone.get_user(AccessToken=second["AccessToken"])


def test_a_retry_within_the_grace_period_gets_the_same_answer(pool, signed_in, refresh):
    rotation = {"Feature": "ENABLED", "RetryGracePeriodSeconds": 60}
    app = pool.new_app(ExplicitAuthFlows=FLOWS, RefreshTokenRotation=rotation)
    first = signed_in(app)["RefreshToken"]
    assert refresh(app, first)["RefreshToken"] == refresh(app, first)["RefreshToken"]


def test_with_rotation_the_old_flow_is_off(anyone, pool, ada, rotating, signed_in):
    token = signed_in(rotating)["RefreshToken"]
    text = "REFRESH_TOKEN_AUTH flow not enabled for this client"
    with refused(anyone.exceptions.InvalidParameterException, text):
        SignIn(anyone, pool, rotating, ada).begin("REFRESH_TOKEN_AUTH", REFRESH_TOKEN=token)


def test_an_app_with_a_secret_sends_the_secret_itself(anyone, pool, signed_in, refresh):
    app = pool.new_app(GenerateSecret=True)
    token = signed_in(app)["RefreshToken"]
    assert refresh(app, token)["AccessToken"]
    with pytest.raises(anyone.exceptions.NotAuthorizedException):
        refresh(app, token, ClientSecret="wrong" * 8)


def test_a_refresh_token_is_one_apps(anyone, pool, app, signed_in, refresh):
    token = signed_in(app)["RefreshToken"]
    with refused(anyone.exceptions.NotAuthorizedException, "Invalid Refresh Token"):
        refresh(pool.new_app(), token)


def test_one_that_was_altered_is_refused(anyone, app, signed_in, refresh):
    token = signed_in(app)["RefreshToken"]
    middle = len(token) // 2
    altered = token[:middle] + ("A" if token[middle] != "A" else "B") + token[middle + 1 :]
    with refused(anyone.exceptions.NotAuthorizedException, "Invalid Refresh Token"):
        refresh(app, altered)


def test_revoking_ends_the_refresh_token_and_the_access_tokens_it_brought(
    anyone, app, signed_in, refresh
):
    first = signed_in(app)
    later = refresh(app, first["RefreshToken"])
    other = signed_in(app)
    anyone.revoke_token(ClientId=app.id, Token=first["RefreshToken"])
    with refused(anyone.exceptions.NotAuthorizedException, "Refresh Token has been revoked"):
        refresh(app, first["RefreshToken"])
    for tokens in (first, later):
        with refused(anyone.exceptions.NotAuthorizedException, TOKEN_REVOKED):
            anyone.get_user(AccessToken=tokens["AccessToken"])
    assert anyone.get_user(AccessToken=other["AccessToken"])["Username"] == "ada"


def test_only_a_refresh_token_can_be_revoked(anyone, app, signed_in):
    tokens = signed_in(app)
    for name in ("AccessToken", "IdToken"):
        with pytest.raises(anyone.exceptions.UnsupportedTokenTypeException):
            anyone.revoke_token(ClientId=app.id, Token=tokens[name])
    assert anyone.get_user(AccessToken=tokens["AccessToken"])["Username"] == "ada"


def test_a_client_may_have_switched_revoking_off(anyone, pool, signed_in):
    app = pool.new_app(EnableTokenRevocation=False)
    token = signed_in(app)["RefreshToken"]
    with pytest.raises(anyone.exceptions.UnsupportedOperationException):
        anyone.revoke_token(ClientId=app.id, Token=token)


def test_an_administrator_signs_somebody_out_everywhere(anyone, admin, pool, app, signed_in):
    tokens = signed_in(app)
    admin.admin_user_global_sign_out(UserPoolId=pool.id, Username="ada")
    with refused(anyone.exceptions.NotAuthorizedException, TOKEN_REVOKED):
        anyone.get_user(AccessToken=tokens["AccessToken"])


def test_a_machine_gets_a_token_of_its_own(anyone, admin, pool):
    scopes = [{"ScopeName": "read", "ScopeDescription": "Look at things"}]
    admin.create_resource_server(
        UserPoolId=pool.id, Identifier="api", Name="An API", Scopes=scopes
    )
    app = pool.new_app(
        GenerateSecret=True,
        ExplicitAuthFlows=["ALLOW_CLIENT_TOKEN_AUTH"],
        AllowedOAuthFlowsUserPoolClient=True,
        AllowedOAuthFlows=["client_credentials"],
        AllowedOAuthScopes=["api/read"],
    )
    answer = admin.get_client_token(ClientId=app.id, Secret=app.secret, Scopes=["api/read"])
    claims = claims_of(answer["ClientAuthenticationResult"]["AccessToken"])
    assert (claims["sub"], claims["scope"]) == (app.id, "api/read")
    with pytest.raises(admin.exceptions.NotAuthorizedException):
        admin.get_client_token(ClientId=app.id, Secret="wrong" * 8, Scopes=["api/read"])
