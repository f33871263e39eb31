"""Second factors in plain boto3: which is asked for, enrolling on the way in, and what cannot be skipped."""

import json

import pytest

from inbox import other_code
from mfa import enroll, offer
from pool import new_number
from refusal import CODE_MISMATCH, SESSION_INVALID, SESSION_USED, refused
from sign_in import SignIn, has_token, is_signed_in
from totp import totp

ON = {"Enabled": True, "PreferredMfa": False}
PREFERRED = {"Enabled": True, "PreferredMfa": True}
OFF = {"Enabled": False, "PreferredMfa": False}


@pytest.fixture
def number():
    return new_number()


@pytest.fixture
def bea(pool, number):
    """Somebody whom every kind of code can reach."""
    offer(pool, "SMS", "TOTP")
    return pool.new_person("bea", phone_number=number, phone_number_verified="true")


@pytest.fixture
def sign_in(anyone, pool, app, bea):
    return SignIn(anyone, pool, app, bea)


@pytest.fixture
def access(sign_in):
    tokens = sign_in.with_password()["AuthenticationResult"]
    return {"AccessToken": tokens["AccessToken"]}


@pytest.fixture
def secret(pool, app, bea):
    """Of Bea's authenticator app, which is preferred."""
    return enroll(pool.signed_in(app, bea))


@pytest.fixture
def both(anyone, access, secret):
    """An authenticator app and texted codes, and neither preferred."""
    anyone.set_user_mfa_preference(**access, SMSMfaSettings=ON, SoftwareTokenMfaSettings=ON)
    return secret


def test_somebody_without_one_signs_in_with_the_password_where_it_is_optional(sign_in):
    assert is_signed_in(sign_in.with_password())


def test_get_user_names_them(anyone, admin, pool, access, both):
    for told in (
        anyone.get_user(**access),
        admin.admin_get_user(UserPoolId=pool.id, Username="bea"),
    ):
        assert set(told["UserMFASettingList"]) == {"SMS_MFA", "SOFTWARE_TOKEN_MFA"}
        assert "PreferredMfaSetting" not in told
    anyone.set_user_mfa_preference(
        **access, SMSMfaSettings=ON, SoftwareTokenMfaSettings=PREFERRED
    )
    assert anyone.get_user(**access)["PreferredMfaSetting"] == "SOFTWARE_TOKEN_MFA"


def test_with_two_and_none_preferred_somebody_chooses(sign_in, inbox, number, both):
    asked = sign_in.with_password()
    assert asked["ChallengeName"] == "SELECT_MFA_TYPE"
    kinds = json.loads(asked["ChallengeParameters"]["MFAS_CAN_CHOOSE"])
    assert set(kinds) == {"SMS_MFA", "SOFTWARE_TOKEN_MFA"}
    assert inbox.messages(number) == []
    texted = sign_in.answer(asked, ANSWER="SMS_MFA")
    assert texted["ChallengeName"] == "SMS_MFA"
    assert is_signed_in(sign_in.answer(texted, SMS_MFA_CODE=inbox.code(number)))
    app = sign_in.answer(sign_in.with_password(), ANSWER="SOFTWARE_TOKEN_MFA")
    assert app["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
    assert is_signed_in(sign_in.answer(app, SOFTWARE_TOKEN_MFA_CODE=totp(both, 1)))


def test_the_preferred_one_is_asked_for_at_once(anyone, sign_in, access, both):
    anyone.set_user_mfa_preference(
        **access, SMSMfaSettings=PREFERRED, SoftwareTokenMfaSettings=ON
    )
    assert sign_in.with_password()["ChallengeName"] == "SMS_MFA"


def test_an_administrator_sets_and_ends_them(admin, pool, sign_in, secret):
    who = {"UserPoolId": pool.id, "Username": "bea"}
    admin.admin_set_user_mfa_preference(
        **who, SMSMfaSettings=PREFERRED, SoftwareTokenMfaSettings=OFF
    )
    assert sign_in.with_password()["ChallengeName"] == "SMS_MFA"
    admin.admin_set_user_mfa_preference(**who, SMSMfaSettings=OFF)
    assert is_signed_in(sign_in.with_password())


def test_a_mailed_code_is_a_second_factor_too(anyone, pool, sign_in, access, inbox, bea):
    offer(pool, "SMS", "TOTP", "EMAIL")
    anyone.set_user_mfa_preference(**access, EmailMfaSettings=PREFERRED)
    asked = sign_in.with_password()
    assert asked["ChallengeName"] == "EMAIL_OTP"
    assert asked["ChallengeParameters"]["CODE_DELIVERY_DESTINATION"] == "p***@e***"
    with refused(anyone.exceptions.CodeMismatchException, CODE_MISMATCH):
        sign_in.answer(asked, EMAIL_OTP_CODE=other_code(inbox.code(bea.email)))
    assert is_signed_in(sign_in.answer(asked, EMAIL_OTP_CODE=inbox.code(bea.email)))


def test_where_everybody_needs_one_it_is_set_up_on_the_way_in(anyone, pool, app, ada):
    offer(pool, "TOTP", mode="ON")
    sign_in = SignIn(anyone, pool, app, ada)
    asked = sign_in.with_password()
    assert asked["ChallengeName"] == "MFA_SETUP"
    assert json.loads(asked["ChallengeParameters"]["MFAS_CAN_SETUP"]) == ["SOFTWARE_TOKEN_MFA"]
    assert not has_token(asked)
    begun = anyone.associate_software_token(Session=asked["Session"])
    verified = anyone.verify_software_token(
        Session=begun["Session"], UserCode=totp(begun["SecretCode"]), FriendlyDeviceName="phone"
    )
    assert verified["Status"] == "SUCCESS"
    assert is_signed_in(sign_in.answer({**asked, "Session": verified["Session"]}))
    again = sign_in.with_password()
    assert again["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
    code = totp(begun["SecretCode"], 1)
    assert is_signed_in(sign_in.answer(again, SOFTWARE_TOKEN_MFA_CODE=code))


def test_setting_up_is_not_skipped(anyone, pool, app, ada):
    offer(pool, "TOTP", mode="ON")
    sign_in = SignIn(anyone, pool, app, ada)
    asked = sign_in.with_password()
    begun = anyone.associate_software_token(Session=asked["Session"])
    for session in (asked["Session"], begun["Session"]):
        with pytest.raises(anyone.exceptions.ClientError):
            sign_in.answer({**asked, "Session": session})
    with refused(anyone.exceptions.EnableSoftwareTokenMFAException, "Code mismatch"):
        anyone.verify_software_token(
            Session=begun["Session"], UserCode=other_code(totp(begun["SecretCode"]))
        )


def test_the_session_of_one_challenge_is_not_good_for_another(anyone, sign_in, inbox, number, both):
    asked = sign_in.with_password()
    for name, responses in (
        ("SMS_MFA", {"SMS_MFA_CODE": "123456"}),
        ("SOFTWARE_TOKEN_MFA", {"SOFTWARE_TOKEN_MFA_CODE": totp(both, 1)}),
        ("NEW_PASSWORD_REQUIRED", {"NEW_PASSWORD": "Another-Horse-8"}),
        ("MFA_SETUP", {}),
    ):
        with refused(anyone.exceptions.NotAuthorizedException, SESSION_INVALID):
            sign_in.answer({**asked, "ChallengeName": name}, **responses)


def test_a_session_is_one_persons(anyone, pool, app, sign_in, secret, ada):
    asked = sign_in.with_password()
    other = SignIn(anyone, pool, app, ada)
    with refused(anyone.exceptions.NotAuthorizedException, SESSION_INVALID):
        other.answer(asked, SOFTWARE_TOKEN_MFA_CODE=totp(secret, 1))


def test_a_session_is_one_apps(anyone, pool, sign_in, secret, bea):
    asked = sign_in.with_password()
    other = SignIn(anyone, pool, pool.new_app(), bea)
    with refused(anyone.exceptions.NotAuthorizedException, SESSION_INVALID):
        other.answer(asked, SOFTWARE_TOKEN_MFA_CODE=totp(secret, 1))


def test_a_session_is_used_once(anyone, sign_in, both):
    asked = sign_in.with_password()
    sign_in.answer(asked, ANSWER="SMS_MFA")
    with refused(anyone.exceptions.NotAuthorizedException, SESSION_USED):
        sign_in.answer(asked, ANSWER="SOFTWARE_TOKEN_MFA")


def test_five_wrong_codes_lock_the_account(anyone, sign_in, secret):
    asked = sign_in.with_password()
    wrong = other_code(totp(secret, 1))
    for _ in range(5):
        with refused(anyone.exceptions.CodeMismatchException, "Invalid code received for user"):
            sign_in.answer(asked, SOFTWARE_TOKEN_MFA_CODE=wrong)
    with refused(anyone.exceptions.NotAuthorizedException, "Password attempts exceeded"):
        sign_in.answer(asked, SOFTWARE_TOKEN_MFA_CODE=totp(secret, 1))


def test_a_lost_authenticator_app_is_removed_by_an_administrator(admin, pool, sign_in, secret):
    admin.admin_delete_software_token(UserPoolId=pool.id, Username="bea")
    assert is_signed_in(sign_in.with_password())


def test_the_factors_of_somebody_are_listed(anyone, access, both):
    factors = anyone.get_user_auth_factors(**access)
    assert factors["Username"] == "bea"
    assert set(factors["UserMFASettingList"]) == {"SMS_MFA", "SOFTWARE_TOKEN_MFA"}
    assert "PASSWORD" in factors["ConfiguredUserAuthFactors"]


def test_the_pools_settings_are_told_as_they_were_set(admin, pool, bea):
    told = admin.get_user_pool_mfa_config(UserPoolId=pool.id)
    assert told["MfaConfiguration"] == "OPTIONAL"
    assert told["SoftwareTokenMfaConfiguration"] == {"Enabled": True}
    assert "SmsConfiguration" in told["SmsMfaConfiguration"]
