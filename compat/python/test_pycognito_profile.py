"""Somebody's own attributes: reading them, changing them, verifying a new address, going away."""

import pytest

from inbox import other_code
from pool import new_address
from refusal import CODE_MISMATCH, refused


@pytest.fixture
def cognito(pool, app, ada):
    return pool.signed_in(app, ada)


def test_get_user_tells_the_attributes(cognito, ada):
    person = cognito.get_user()
    assert (person.sub, person.email, person.email_verified) == (ada.sub, ada.email, True)


def test_a_changed_attribute_is_told_from_then_on(cognito):
    cognito.update_profile({"given_name": "Ada", "family_name": "Lovelace"})
    person = cognito.get_user()
    assert (person.given_name, person.family_name) == ("Ada", "Lovelace")
    cognito.renew_access_token()
    assert cognito.id_claims["given_name"] == "Ada"


def test_a_blank_attribute_goes(cognito):
    cognito.update_profile({"nickname": "Countess"})
    cognito.update_profile({"nickname": ""})
    with pytest.raises(AttributeError):
        cognito.get_user().nickname


def test_the_user_object_saves_what_was_changed_on_it(cognito):
    cognito.update_profile({"nickname": "Countess"})
    person = cognito.get_user()
    person.nickname = "Ada"
    person.save()
    assert cognito.get_user().nickname == "Ada"


def test_a_new_address_is_unverified_until_its_code_comes_back(cognito, inbox):
    address = new_address()
    cognito.update_profile({"email": address})
    assert cognito.get_user().email_verified is False
    code = inbox.code(address)
    with refused(cognito.client.exceptions.CodeMismatchException, CODE_MISMATCH):
        cognito.validate_verification(other_code(code))
    cognito.validate_verification(code)
    person = cognito.get_user()
    assert (person.email, person.email_verified) == (address, True)


def test_a_code_for_an_attribute_is_sent_when_asked_for(cognito, inbox):
    address = new_address()
    cognito.update_profile({"email": address})
    cognito.send_verification("email")
    assert len(inbox.messages(address)) == 2
    cognito.validate_verification(inbox.code(address))
    assert cognito.get_user().email_verified is True


def test_nobody_verifies_their_own_address_by_saying_so(cognito):
    with refused(
        cognito.client.exceptions.NotAuthorizedException,
        "A client attempted to write unauthorized attribute",
    ):
        cognito.update_profile({"email_verified": "true"})


def test_an_unknown_attribute_is_refused(cognito):
    text = "Invalid user attributes: user.custom:shoe: Attribute does not exist in the schema.\n"
    with refused(cognito.client.exceptions.InvalidParameterException, text):
        cognito.update_profile({"custom:shoe": "44"})


def test_an_administrator_reads_and_changes_anybody(pool, app, house, cognito):
    admin = pool.cognito(app, "ada", house.keys)
    admin.admin_update_profile({"given_name": "Ada", "email_verified": False})
    person = admin.admin_get_user()
    assert (person.given_name, person.email_verified, person.enabled) == ("Ada", False, True)
    assert person.user_status == "CONFIRMED"


def test_whoever_deletes_their_account_is_gone(cognito, pool, app, ada):
    cognito.delete_user()
    with pytest.raises(cognito.client.exceptions.ClientError):
        cognito.get_user()
    nobody = pool.cognito(app, ada.name)
    with refused(nobody.client.exceptions.UserNotFoundException, "User does not exist."):
        nobody.authenticate(ada.password)
