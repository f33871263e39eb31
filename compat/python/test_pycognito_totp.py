"""An authenticator app as the second factor: enrolling it, signing in with it, and what does not get in."""

import pytest
from pycognito.exceptions import SoftwareTokenMFAChallengeException

from inbox import other_code
from mfa import enroll, offer
from pool import PASSWORD
from refusal import SESSION_USED, refused
from totp import totp


@pytest.fixture
def cognito(pool, app, ada):
    offer(pool, "SMS", "TOTP")
    return pool.signed_in(app, ada)


@pytest.fixture
def secret(cognito):
    return enroll(cognito)


def begin(pool, app):
    """A new sign-in, up to the code."""
    cognito = pool.cognito(app, "ada")
    with pytest.raises(SoftwareTokenMFAChallengeException):
        cognito.authenticate(PASSWORD)
    return cognito


def test_the_code_is_asked_for_after_the_password_and_then_signs_in(pool, app, secret):
    cognito = begin(pool, app)
    assert cognito.access_token is None
    assert "AuthenticationResult" not in cognito.mfa_tokens
    assert cognito.mfa_tokens["ChallengeParameters"]["FRIENDLY_DEVICE_NAME"] == "phone"
    cognito.respond_to_software_token_mfa_challenge(totp(secret, 1))
    cognito.verify_tokens()
    assert cognito.get_user().username == "ada"


def test_a_wrong_code_is_refused_and_the_right_one_then_works(pool, app, secret):
    cognito = begin(pool, app)
    text = "Invalid code received for user"
    with refused(cognito.client.exceptions.CodeMismatchException, text):
        cognito.respond_to_software_token_mfa_challenge(other_code(totp(secret, 1)))
    assert cognito.access_token is None
    cognito.respond_to_software_token_mfa_challenge(totp(secret, 1))


def test_a_code_is_good_for_one_sign_in(pool, app, secret):
    code = totp(secret, 1)
    begin(pool, app).respond_to_software_token_mfa_challenge(code)
    again = begin(pool, app)
    text = "Your software token has already been used once."
    with refused(again.client.exceptions.ExpiredCodeException, text):
        again.respond_to_software_token_mfa_challenge(code)
    assert again.access_token is None


def test_the_code_that_enrolled_is_used_up_too(pool, app, cognito):
    secret = cognito.associate_software_token()
    code = totp(secret)
    cognito.verify_software_token(code)
    cognito.set_user_mfa_preference(False, True, preferred="SOFTWARE_TOKEN")
    later = begin(pool, app)
    text = "Your software token has already been used once."
    with refused(later.client.exceptions.ExpiredCodeException, text):
        later.respond_to_software_token_mfa_challenge(code)


def test_a_session_is_good_for_one_sign_in(pool, app, secret):
    cognito = begin(pool, app)
    cognito.respond_to_software_token_mfa_challenge(totp(secret, 1))
    with pytest.raises(cognito.client.exceptions.ClientError) as caught:
        cognito.respond_to_software_token_mfa_challenge(totp(secret, 1))
    # The code is used up as well, and which of the two is said first is the server's to choose.
    assert caught.value.response["Error"]["Message"] in (
        SESSION_USED,
        "Your software token has already been used once.",
    )


def test_enrolling_needs_the_right_code(cognito):
    secret = cognito.associate_software_token()
    with refused(cognito.client.exceptions.EnableSoftwareTokenMFAException, "Code mismatch"):
        cognito.verify_software_token(other_code(totp(secret)))
    assert cognito.verify_software_token(totp(secret)) is True


def test_an_app_that_was_not_enrolled_cannot_be_preferred(cognito):
    cognito.associate_software_token()
    with pytest.raises(cognito.client.exceptions.InvalidParameterException):
        cognito.set_user_mfa_preference(False, True, preferred="SOFTWARE_TOKEN")


def test_switched_off_the_password_is_enough_again(pool, app, cognito, secret):
    cognito.set_user_mfa_preference(False, False)
    pool.cognito(app, "ada").authenticate(PASSWORD)


def test_an_app_with_a_secret_signs_in_with_it_too(pool, cognito, secret):
    confidential = begin(pool, pool.new_app(GenerateSecret=True))
    confidential.respond_to_software_token_mfa_challenge(totp(secret, 1))
    confidential.verify_tokens()


def test_a_pool_without_it_does_not_enroll(pool, app, ada):
    cognito = pool.signed_in(app, ada)
    with pytest.raises(cognito.client.exceptions.SoftwareTokenMFANotFoundException):
        cognito.associate_software_token()
