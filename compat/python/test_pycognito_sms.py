"""A texted code as the second factor."""

import pytest
from pycognito.exceptions import SMSMFAChallengeException

from inbox import other_code
from mfa import offer
from pool import PASSWORD, new_number
from refusal import CODE_MISMATCH, refused


@pytest.fixture
def number():
    return new_number()


@pytest.fixture
def bea(pool, app, number):
    """Somebody who asked for texted codes."""
    offer(pool, "SMS", "TOTP")
    person = pool.new_person("bea", phone_number=number, phone_number_verified="true")
    pool.signed_in(app, person).set_user_mfa_preference(True, False, preferred="SMS")
    return person


@pytest.fixture
def begin(pool, app, bea):
    def begin(app=app):
        """A new sign-in, up to the code."""
        cognito = pool.cognito(app, "bea")
        with pytest.raises(SMSMFAChallengeException):
            cognito.authenticate(PASSWORD)
        return cognito

    return begin


def test_the_texted_code_signs_in(begin, inbox, number):
    cognito = begin()
    parameters = cognito.mfa_tokens["ChallengeParameters"]
    assert parameters["CODE_DELIVERY_DELIVERY_MEDIUM"] == "SMS"
    assert parameters["CODE_DELIVERY_DESTINATION"] == f"+*******{number[-4:]}"
    assert len(inbox.messages(number)) == 1
    cognito.respond_to_sms_mfa_challenge(inbox.code(number))
    cognito.verify_tokens()
    assert cognito.get_user().username == "bea"


def test_a_wrong_code_is_refused_and_the_right_one_then_works(begin, inbox, number):
    cognito = begin()
    with refused(cognito.client.exceptions.CodeMismatchException, CODE_MISMATCH):
        cognito.respond_to_sms_mfa_challenge(other_code(inbox.code(number)))
    assert cognito.access_token is None
    cognito.respond_to_sms_mfa_challenge(inbox.code(number))


def test_a_code_belongs_to_the_sign_in_that_asked_for_it(begin, inbox, number):
    first = begin()
    code = inbox.code(number)
    second = begin()
    for cognito in (first, second):
        if cognito is second and code == inbox.code(number):
            continue
        with refused(cognito.client.exceptions.CodeMismatchException, CODE_MISMATCH):
            cognito.respond_to_sms_mfa_challenge(code)
    second.respond_to_sms_mfa_challenge(inbox.code(number))


def test_a_code_is_good_once(begin, inbox, number):
    cognito = begin()
    code = inbox.code(number)
    cognito.respond_to_sms_mfa_challenge(code)
    with pytest.raises(cognito.client.exceptions.ClientError) as caught:
        cognito.respond_to_sms_mfa_challenge(code)
    refusal = caught.value.response["Error"]["Code"]
    assert refusal in ("NotAuthorizedException", "CodeMismatchException", "ExpiredCodeException")


def test_an_app_with_a_secret_signs_in_with_it_too(begin, pool, inbox, number):
    cognito = begin(pool.new_app(GenerateSecret=True))
    cognito.respond_to_sms_mfa_challenge(inbox.code(number))
    cognito.verify_tokens()


def test_switched_off_the_password_is_enough_again(begin, pool, app, inbox, number):
    cognito = begin()
    cognito.respond_to_sms_mfa_challenge(inbox.code(number))
    cognito.set_user_mfa_preference(False, False)
    pool.cognito(app, "bea").authenticate(PASSWORD)
