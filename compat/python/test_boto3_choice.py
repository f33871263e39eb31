"""USER_AUTH: the server says how somebody may sign in, and they choose."""

import pytest
from pycognito import AWSSRP

from inbox import other_code
from mfa import enroll, offer
from pool import PASSWORD, WRONG_PASSWORD, Person, new_address
from refusal import CODE_MISMATCH, INCORRECT, refused
from sign_in import SignIn, has_token, is_signed_in, srp_answer

WAYS = {"Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"]}}}


@pytest.fixture
def pool(house):
    return house.new_pool(AutoVerifiedAttributes=["email"], **WAYS)


@pytest.fixture
def sign_in(anyone, pool, app, ada):
    return SignIn(anyone, pool, app, ada)


def test_without_a_wish_the_ways_are_listed(sign_in):
    asked = sign_in.begin("USER_AUTH")
    assert asked["ChallengeName"] == "SELECT_CHALLENGE"
    assert set(asked["AvailableChallenges"]) == {"PASSWORD", "PASSWORD_SRP", "EMAIL_OTP"}
    assert asked["Session"]
    assert not has_token(asked)


def test_the_mailed_code_signs_in_when_chosen(sign_in, inbox, ada):
    asked = sign_in.answer(sign_in.begin("USER_AUTH"), ANSWER="EMAIL_OTP")
    assert asked["ChallengeName"] == "EMAIL_OTP"
    assert asked["ChallengeParameters"]["CODE_DELIVERY_DELIVERY_MEDIUM"] == "EMAIL"
    assert asked["ChallengeParameters"]["CODE_DELIVERY_DESTINATION"] == "p***@e***"
    assert is_signed_in(sign_in.answer(asked, EMAIL_OTP_CODE=inbox.code(ada.email)))


def test_the_mailed_code_signs_in_when_wished_for_at_once(sign_in, inbox, ada):
    asked = sign_in.begin("USER_AUTH", PREFERRED_CHALLENGE="EMAIL_OTP")
    assert asked["ChallengeName"] == "EMAIL_OTP"
    assert len(inbox.messages(ada.email)) == 1
    assert is_signed_in(sign_in.answer(asked, EMAIL_OTP_CODE=inbox.code(ada.email)))


def test_a_wrong_code_is_refused_and_the_right_one_then_works(anyone, sign_in, inbox, ada):
    asked = sign_in.begin("USER_AUTH", PREFERRED_CHALLENGE="EMAIL_OTP")
    with refused(anyone.exceptions.CodeMismatchException, CODE_MISMATCH):
        sign_in.answer(asked, EMAIL_OTP_CODE=other_code(inbox.code(ada.email)))
    assert is_signed_in(sign_in.answer(asked, EMAIL_OTP_CODE=inbox.code(ada.email)))


def test_a_code_is_good_once(anyone, sign_in, inbox, ada):
    asked = sign_in.begin("USER_AUTH", PREFERRED_CHALLENGE="EMAIL_OTP")
    code = inbox.code(ada.email)
    sign_in.answer(asked, EMAIL_OTP_CODE=code)
    for again in (asked, sign_in.begin("USER_AUTH", PREFERRED_CHALLENGE="EMAIL_OTP")):
        if again is not asked and inbox.code(ada.email) == code:
            continue
        with pytest.raises(anyone.exceptions.ClientError) as caught:
            sign_in.answer(again, EMAIL_OTP_CODE=code)
        assert caught.value.response["Error"]["Code"] in (
            "NotAuthorizedException",
            "CodeMismatchException",
            "ExpiredCodeException",
        )


def test_the_password_signs_in_at_once_or_when_chosen(anyone, sign_in):
    assert is_signed_in(
        sign_in.begin("USER_AUTH", PREFERRED_CHALLENGE="PASSWORD", PASSWORD=PASSWORD)
    )
    asked = sign_in.begin("USER_AUTH")
    with refused(anyone.exceptions.NotAuthorizedException, INCORRECT):
        sign_in.answer(asked, ANSWER="PASSWORD", PASSWORD=WRONG_PASSWORD)
    assert is_signed_in(sign_in.answer(asked, ANSWER="PASSWORD", PASSWORD=PASSWORD))


@pytest.mark.parametrize("is_wished_for", [True, False])
def test_the_password_is_proven_by_srp(anyone, pool, app, sign_in, is_wished_for):
    srp = AWSSRP("ada", PASSWORD, pool.id, app.id, client=anyone)
    SRP_A = srp.get_auth_params()["SRP_A"]
    if is_wished_for:
        asked = sign_in.begin("USER_AUTH", PREFERRED_CHALLENGE="PASSWORD_SRP", SRP_A=SRP_A)
    else:
        asked = sign_in.answer(sign_in.begin("USER_AUTH"), ANSWER="PASSWORD_SRP", SRP_A=SRP_A)
    assert asked["ChallengeName"] == "PASSWORD_VERIFIER"
    done = anyone.respond_to_auth_challenge(
        ClientId=app.id,
        ChallengeName="PASSWORD_VERIFIER",
        ChallengeResponses=srp_answer(srp, asked),
    )
    assert is_signed_in(done)


def test_a_wish_that_cannot_be_granted_lists_what_can(sign_in):
    asked = sign_in.begin("USER_AUTH", PREFERRED_CHALLENGE="SMS_OTP")
    assert asked["ChallengeName"] == "SELECT_CHALLENGE"
    assert "SMS_OTP" not in asked["AvailableChallenges"]


@pytest.mark.parametrize("way", ["SMS_OTP", "WEB_AUTHN", "NO_SUCH_WAY"])
def test_a_way_that_was_not_listed_leads_nowhere(anyone, sign_in, way):
    try:
        answer = sign_in.answer(sign_in.begin("USER_AUTH"), ANSWER=way)
    except anyone.exceptions.InvalidParameterException:
        return
    assert answer["ChallengeName"] == "SELECT_CHALLENGE"
    assert way not in answer["AvailableChallenges"]


def test_the_list_is_good_once(anyone, sign_in):
    asked = sign_in.begin("USER_AUTH")
    assert is_signed_in(sign_in.answer(asked, ANSWER="PASSWORD", PASSWORD=PASSWORD))
    with pytest.raises(anyone.exceptions.NotAuthorizedException):
        sign_in.answer(asked, ANSWER="PASSWORD", PASSWORD=PASSWORD)


def test_whoever_signs_up_without_a_password_is_signed_in_by_confirming(anyone, pool, app, inbox):
    address = new_address()
    attributes = [{"Name": "email", "Value": address}]
    made = anyone.sign_up(ClientId=app.id, Username="bea", UserAttributes=attributes)
    confirmed = anyone.confirm_sign_up(
        ClientId=app.id,
        Username="bea",
        ConfirmationCode=inbox.code(address),
        Session=made["Session"],
    )
    bea = SignIn(anyone, pool, app, Person("bea", made["UserSub"], address))
    assert is_signed_in(bea.begin("USER_AUTH", session=confirmed["Session"]))
    with pytest.raises(anyone.exceptions.NotAuthorizedException):
        bea.begin("USER_AUTH", session=confirmed["Session"])
    asked = bea.begin("USER_AUTH", PREFERRED_CHALLENGE="EMAIL_OTP")
    assert is_signed_in(bea.answer(asked, EMAIL_OTP_CODE=inbox.code(address)))


def test_the_session_of_a_sign_up_signs_in_nobody_else(anyone, pool, app, ada, inbox):
    address = new_address()
    attributes = [{"Name": "email", "Value": address}]
    made = anyone.sign_up(ClientId=app.id, Username="bea", UserAttributes=attributes)
    confirmed = anyone.confirm_sign_up(
        ClientId=app.id,
        Username="bea",
        ConfirmationCode=inbox.code(address),
        Session=made["Session"],
    )
    with pytest.raises(anyone.exceptions.NotAuthorizedException):
        SignIn(anyone, pool, app, ada).begin("USER_AUTH", session=confirmed["Session"])


def test_a_second_factor_takes_the_mailed_code_off_the_list(pool, app, ada, sign_in):
    offer(pool, "TOTP")
    enroll(pool.signed_in(app, ada))
    asked = sign_in.begin("USER_AUTH")
    assert set(asked["AvailableChallenges"]) == {"PASSWORD", "PASSWORD_SRP"}
    asked = sign_in.answer(asked, ANSWER="PASSWORD", PASSWORD=PASSWORD)
    assert asked["ChallengeName"] == "SOFTWARE_TOKEN_MFA"


def test_nobody_gets_a_list_and_a_code_that_never_fits(anyone, pool):
    app = pool.new_app(PreventUserExistenceErrors="ENABLED")
    # Whoever has an address for a name is sure to seem to have one.
    nobody = SignIn(anyone, pool, app, Person("nobody@example.com", "", ""))
    lists = [nobody.begin("USER_AUTH")["AvailableChallenges"] for _ in range(3)]
    assert lists[0] == lists[1] == lists[2]
    assert set(lists[0]) == {"PASSWORD", "PASSWORD_SRP", "EMAIL_OTP"}
    asked = nobody.begin("USER_AUTH", PREFERRED_CHALLENGE="EMAIL_OTP")
    assert asked["ChallengeName"] == "EMAIL_OTP"
    with refused(anyone.exceptions.CodeMismatchException, CODE_MISMATCH):
        nobody.answer(asked, EMAIL_OTP_CODE="12345678")


def test_an_administrator_sees_the_same_list(admin, pool, app, ada):
    asked = admin.admin_initiate_auth(
        UserPoolId=pool.id,
        ClientId=app.id,
        AuthFlow="USER_AUTH",
        AuthParameters={"USERNAME": "ada"},
    )
    assert set(asked["AvailableChallenges"]) == {"PASSWORD", "PASSWORD_SRP", "EMAIL_OTP"}
