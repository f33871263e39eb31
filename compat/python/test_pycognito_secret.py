"""An app with a secret: every call of somebody unsigned carries a SECRET_HASH, and a wrong one is refused."""

from dataclasses import replace

import pytest

from pool import NEW_PASSWORD, PASSWORD, new_address
from refusal import refused


@pytest.fixture
def app(pool):
    return pool.new_app(GenerateSecret=True)


def test_a_whole_life_with_a_secret(pool, app, inbox):
    address = new_address()
    cognito = pool.cognito(app, "bea")
    cognito.set_base_attributes(email=address)
    cognito.register("bea", PASSWORD)
    cognito.resend_confirmation_code("bea")
    cognito.confirm_sign_up(inbox.code(address))
    cognito.authenticate(PASSWORD)
    cognito.renew_access_token()
    cognito.change_password(PASSWORD, NEW_PASSWORD)
    cognito.initiate_forgot_password()
    cognito.confirm_forgot_password(inbox.code(address), PASSWORD)
    cognito.authenticate(PASSWORD)
    cognito.logout()


def test_a_temporary_password_with_a_secret(pool, app):
    pool.invite("bea")
    cognito = pool.cognito(app, "bea")
    cognito.new_password_challenge(PASSWORD, NEW_PASSWORD)
    assert cognito.access_claims["client_id"] == app.id


def test_a_wrong_secret_is_refused_wherever_it_is_asked_for(pool, app, ada):
    cognito = pool.cognito(replace(app, secret=app.secret[::-1]), "ada")
    cognito.refresh_token = pool.signed_in(app, ada).refresh_token
    text = f"Unable to verify secret hash for client {app.id}"
    for call in (
        lambda: cognito.authenticate(PASSWORD),
        lambda: cognito.register("cleo", PASSWORD),
        lambda: cognito.confirm_sign_up("123456"),
        lambda: cognito.resend_confirmation_code("ada"),
        lambda: cognito.initiate_forgot_password(),
        lambda: cognito.confirm_forgot_password("123456", NEW_PASSWORD),
        lambda: cognito.renew_access_token(),
    ):
        with refused(cognito.client.exceptions.NotAuthorizedException, text):
            call()


def test_no_secret_is_refused_too(pool, app, ada):
    cognito = pool.cognito(replace(app, secret=None), "ada")
    text = f"Client {app.id} is configured with secret but SECRET_HASH was not received"
    for call in (
        lambda: cognito.authenticate(PASSWORD),
        lambda: cognito.register("cleo", PASSWORD),
        lambda: cognito.initiate_forgot_password(),
    ):
        with refused(cognito.client.exceptions.NotAuthorizedException, text):
            call()
