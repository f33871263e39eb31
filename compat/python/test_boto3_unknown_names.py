"""PreventUserExistenceErrors: a stranger cannot learn from any answer whether somebody has an account."""

import pytest
from pycognito import AWSSRP

from pool import NEW_PASSWORD, WRONG_PASSWORD
from refusal import INCORRECT, refused
from sign_in import srp_answer


@pytest.fixture
def app(pool):
    return pool.new_app(PreventUserExistenceErrors="ENABLED")


def test_a_password_of_nobody_is_as_wrong_as_anybodys(anyone, app, ada):
    for name in ("ada", "nobody"):
        with refused(anyone.exceptions.NotAuthorizedException, INCORRECT):
            anyone.initiate_auth(
                ClientId=app.id,
                AuthFlow="USER_PASSWORD_AUTH",
                AuthParameters={"USERNAME": name, "PASSWORD": WRONG_PASSWORD},
            )


def test_nobody_gets_a_challenge_like_anybodys_and_fails_like_anybody(anyone, pool, app, ada):
    parameters = []
    for name in ("ada", "nobody"):
        srp = AWSSRP(name, WRONG_PASSWORD, pool.id, app.id, client=anyone)
        asked = anyone.initiate_auth(
            ClientId=app.id, AuthFlow="USER_SRP_AUTH", AuthParameters=srp.get_auth_params()
        )
        assert asked["ChallengeName"] == "PASSWORD_VERIFIER"
        parameters.append(asked["ChallengeParameters"])
        with refused(anyone.exceptions.NotAuthorizedException, INCORRECT):
            anyone.respond_to_auth_challenge(
                ClientId=app.id,
                ChallengeName="PASSWORD_VERIFIER",
                ChallengeResponses=srp_answer(srp, asked),
            )
    assert parameters[0].keys() == parameters[1].keys()


def test_a_forgotten_password_of_nobody_seems_to_be_mailed(anyone, app, ada):
    answers = [
        anyone.forgot_password(ClientId=app.id, Username=name)["CodeDeliveryDetails"]
        for name in ("ada", "nobody", "nobody")
    ]
    assert answers[0].keys() == answers[1].keys()
    assert answers[1] == answers[2]
    for answer in answers:
        assert (answer["DeliveryMedium"], answer["AttributeName"]) == ("EMAIL", "email")
        assert answer["Destination"][1:5] == "***@"


def test_a_code_of_nobody_is_not_good(anyone, app, ada):
    refusals = anyone.exceptions
    for name in ("ada", "nobody"):
        anyone.forgot_password(ClientId=app.id, Username=name)
        with pytest.raises((refusals.CodeMismatchException, refusals.ExpiredCodeException)):
            anyone.confirm_forgot_password(
                ClientId=app.id, Username=name, ConfirmationCode="0", Password=NEW_PASSWORD
            )


def test_a_code_is_sent_again_to_nobody(anyone, app, ada):
    details = anyone.resend_confirmation_code(ClientId=app.id, Username="nobody")
    assert details["CodeDeliveryDetails"]["DeliveryMedium"] in ("EMAIL", "SMS")


def test_signing_up_still_tells_that_a_name_is_taken(anyone, app, ada):
    with refused(anyone.exceptions.UsernameExistsException, "User already exists"):
        anyone.sign_up(
            ClientId=app.id,
            Username="ada",
            Password=NEW_PASSWORD,
            UserAttributes=[{"Name": "email", "Value": ada.email}],
        )
