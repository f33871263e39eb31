"""A new password: changed by whoever knows the old one, or set with a mailed code by whoever forgot it."""

import pytest

from inbox import other_code
from pool import NEW_PASSWORD, PASSWORD, WRONG_PASSWORD
from refusal import CODE_MISMATCH, INCORRECT, TOKEN_REVOKED, refused


@pytest.fixture
def cognito(pool, app, ada):
    return pool.signed_in(app, ada)


@pytest.fixture
def forgetful(pool, app, ada):
    """pycognito of somebody who asked for a code."""
    cognito = pool.cognito(app, ada.name)
    cognito.initiate_forgot_password()
    return cognito


def test_a_changed_password_replaces_the_old_one(cognito, pool, app):
    cognito.change_password(PASSWORD, NEW_PASSWORD)
    again = pool.cognito(app, "ada")
    with refused(again.client.exceptions.NotAuthorizedException, INCORRECT):
        again.authenticate(PASSWORD)
    again.authenticate(NEW_PASSWORD)


def test_changing_it_needs_the_old_one(cognito, pool, app):
    with refused(cognito.client.exceptions.NotAuthorizedException, INCORRECT):
        cognito.change_password(WRONG_PASSWORD, NEW_PASSWORD)
    pool.cognito(app, "ada").authenticate(PASSWORD)


def test_changing_it_to_a_weak_one_is_refused(cognito):
    text = "Password did not conform with policy: Password must have symbol characters"
    with refused(cognito.client.exceptions.InvalidPasswordException, text):
        cognito.change_password(PASSWORD, "Another8Horse")


def test_a_mailed_code_sets_a_forgotten_password(forgetful, inbox, ada, pool, app):
    forgetful.confirm_forgot_password(inbox.code(ada.email), NEW_PASSWORD)
    forgetful.authenticate(NEW_PASSWORD)
    with refused(forgetful.client.exceptions.NotAuthorizedException, INCORRECT):
        pool.cognito(app, "ada").authenticate(PASSWORD)


def test_it_ends_the_sign_ins_from_before(cognito, inbox, ada):
    cognito.initiate_forgot_password()
    cognito.confirm_forgot_password(inbox.code(ada.email), NEW_PASSWORD)
    with refused(cognito.client.exceptions.NotAuthorizedException, TOKEN_REVOKED):
        cognito.get_user()


def test_a_wrong_code_sets_nothing(forgetful, inbox, ada):
    with refused(forgetful.client.exceptions.CodeMismatchException, CODE_MISMATCH):
        forgetful.confirm_forgot_password(other_code(inbox.code(ada.email)), NEW_PASSWORD)
    forgetful.authenticate(PASSWORD)


def test_a_code_is_good_once(forgetful, inbox, ada):
    code = inbox.code(ada.email)
    forgetful.confirm_forgot_password(code, NEW_PASSWORD)
    refusals = forgetful.client.exceptions
    # The two words that the service has for a code that is not good (any more).
    with pytest.raises((refusals.CodeMismatchException, refusals.ExpiredCodeException)):
        forgetful.confirm_forgot_password(code, "Third-Horse-9")
    forgetful.authenticate(NEW_PASSWORD)


def test_a_weak_password_leaves_the_code_good(forgetful, inbox, ada):
    code = inbox.code(ada.email)
    text = "Password did not conform with policy: Password not long enough"
    with refused(forgetful.client.exceptions.InvalidPasswordException, text):
        forgetful.confirm_forgot_password(code, "Aa1-")
    forgetful.confirm_forgot_password(code, NEW_PASSWORD)


def test_without_a_verified_address_there_is_no_way_back(pool, app):
    pool.new_person("bea", email_verified="false")
    cognito = pool.cognito(app, "bea")
    text = (
        "Cannot reset password for the user as there is no registered/verified email or phone_number"
    )
    with refused(cognito.client.exceptions.InvalidParameterException, text):
        cognito.initiate_forgot_password()


def test_an_administrators_reset_asks_for_a_new_one(cognito, pool, app, house, inbox, ada):
    pool.cognito(app, "ada", house.keys).admin_reset_password("ada")
    with refused(
        cognito.client.exceptions.PasswordResetRequiredException,
        "Password reset required for the user",
    ):
        cognito.authenticate(PASSWORD)
    cognito.confirm_forgot_password(inbox.code(ada.email), NEW_PASSWORD)
    cognito.authenticate(NEW_PASSWORD)
