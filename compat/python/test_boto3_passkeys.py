"""Passkeys through boto3: registering one, signing in with it, and what is refused."""

import json

import pytest

from authenticator import Authenticator
from sign_in import SignIn, is_signed_in

ORIGIN = "https://example.com"
WAYS = {"Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "WEB_AUTHN"]}}}


@pytest.fixture
def pool(house):
    pool = house.new_pool(**WAYS)
    house.admin.set_user_pool_mfa_config(
        UserPoolId=pool.id,
        WebAuthnConfiguration={"RelyingPartyId": "example.com", "UserVerification": "required"},
    )
    return pool


@pytest.fixture
def access(pool, app, ada):
    return {"AccessToken": pool.signed_in(app, ada).access_token}


@pytest.fixture
def options(anyone, access):
    return anyone.start_web_authn_registration(**access)["CredentialCreationOptions"]


@pytest.fixture
def passkey(anyone, access, options):
    """Ada's, registered."""
    passkey = Authenticator(ORIGIN)
    anyone.complete_web_authn_registration(**access, Credential=passkey.create(options))
    return passkey


@pytest.fixture
def sign_in(anyone, pool, app, ada):
    return SignIn(anyone, pool, app, ada)


@pytest.fixture
def asked(sign_in, passkey):
    return sign_in.begin("USER_AUTH", PREFERRED_CHALLENGE="WEB_AUTHN")


def request(asked: dict) -> dict:
    return json.loads(asked["ChallengeParameters"]["CREDENTIAL_REQUEST_OPTIONS"])


def test_the_options_arrive_as_a_document(options):
    assert options["rp"]["id"] == "example.com"
    assert options["user"]["name"] == "ada"
    assert -7 in [each["alg"] for each in options["pubKeyCredParams"]]
    assert len(options["challenge"]) >= 22


def test_a_registered_one_is_listed_until_it_is_deleted(anyone, access, passkey):
    [listed] = anyone.list_web_authn_credentials(**access)["Credentials"]
    assert listed["RelyingPartyId"] == "example.com"
    assert listed["CreatedAt"].tzinfo is not None
    anyone.delete_web_authn_credential(**access, CredentialId=listed["CredentialId"])
    assert anyone.list_web_authn_credentials(**access)["Credentials"] == []


def test_it_signs_in(sign_in, passkey, asked):
    assert asked["ChallengeName"] == "WEB_AUTHN"
    credential = passkey.get(request(asked))
    assert is_signed_in(sign_in.answer(asked, CREDENTIAL=json.dumps(credential)))


def test_it_signs_in_when_chosen_from_the_list(sign_in, passkey):
    listed = sign_in.begin("USER_AUTH")
    assert "WEB_AUTHN" in listed["AvailableChallenges"]
    asked = sign_in.answer(listed, ANSWER="WEB_AUTHN")
    credential = passkey.get(request(asked))
    assert is_signed_in(sign_in.answer(asked, CREDENTIAL=json.dumps(credential)))


def test_an_answer_is_good_once(anyone, sign_in, passkey, asked):
    credential = json.dumps(passkey.get(request(asked)))
    sign_in.answer(asked, CREDENTIAL=credential)
    for again in (asked, sign_in.begin("USER_AUTH", PREFERRED_CHALLENGE="WEB_AUTHN")):
        with pytest.raises(anyone.exceptions.NotAuthorizedException):
            sign_in.answer(again, CREDENTIAL=credential)


def test_a_page_of_somebody_elses_signs_nobody_in(anyone, sign_in, passkey, asked):
    passkey.origin = "https://example.com.evil.example"
    with pytest.raises(anyone.exceptions.NotAuthorizedException):
        sign_in.answer(asked, CREDENTIAL=json.dumps(passkey.get(request(asked))))


@pytest.mark.parametrize(
    "change", [{"rpId": "evil.example"}, {"challenge": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}]
)
def test_an_answer_to_something_else_signs_nobody_in(anyone, sign_in, passkey, asked, change):
    credential = passkey.get({**request(asked), **change})
    with pytest.raises(anyone.exceptions.NotAuthorizedException):
        sign_in.answer(asked, CREDENTIAL=json.dumps(credential))


def test_a_registration_is_no_sign_in(anyone, sign_in, passkey, asked):
    credential = passkey.get(request(asked), kind="webauthn.create")
    with pytest.raises(anyone.exceptions.NotAuthorizedException):
        sign_in.answer(asked, CREDENTIAL=json.dumps(credential))


def test_another_key_of_the_same_name_signs_nobody_in(anyone, sign_in, passkey, asked):
    thief = Authenticator(ORIGIN)
    thief.id = passkey.id
    thief.counter = 1000
    with pytest.raises(anyone.exceptions.NotAuthorizedException):
        sign_in.answer(asked, CREDENTIAL=json.dumps(thief.get(request(asked))))


def test_a_passkey_of_somebody_else_signs_nobody_in(anyone, pool, app, sign_in, asked):
    bea = pool.new_person("bea")
    hers = {"AccessToken": pool.signed_in(app, bea).access_token}
    begun = anyone.start_web_authn_registration(**hers)["CredentialCreationOptions"]
    passkey = Authenticator(ORIGIN)
    anyone.complete_web_authn_registration(**hers, Credential=passkey.create(begun))
    with pytest.raises(anyone.exceptions.NotAuthorizedException):
        sign_in.answer(asked, CREDENTIAL=json.dumps(passkey.get(request(asked))))


def test_a_copy_that_counts_behind_is_refused(anyone, sign_in, passkey, asked):
    sign_in.answer(asked, CREDENTIAL=json.dumps(passkey.get(request(asked))))
    passkey.counter = 0
    later = sign_in.begin("USER_AUTH", PREFERRED_CHALLENGE="WEB_AUTHN")
    with pytest.raises(anyone.exceptions.NotAuthorizedException):
        sign_in.answer(later, CREDENTIAL=json.dumps(passkey.get(request(later))))


def test_a_registration_from_another_page_is_refused(anyone, access, options):
    elsewhere = Authenticator("https://evil.example").create(options)
    with pytest.raises(anyone.exceptions.WebAuthnOriginNotAllowedException):
        anyone.complete_web_authn_registration(**access, Credential=elsewhere)


def test_a_registration_for_another_relying_party_is_refused(anyone, access, options):
    other = Authenticator(ORIGIN).create({**options, "rp": {"id": "evil.example"}})
    with pytest.raises(anyone.exceptions.WebAuthnRelyingPartyMismatchException):
        anyone.complete_web_authn_registration(**access, Credential=other)


def test_a_registration_that_nobody_asked_for_is_refused(anyone, access, options, passkey):
    again = Authenticator(ORIGIN).create(options)
    with pytest.raises(anyone.exceptions.WebAuthnChallengeNotFoundException):
        anyone.complete_web_authn_registration(**access, Credential=again)


def test_a_pool_that_does_not_offer_it_registers_none(house):
    plain = house.new_pool()
    app = plain.new_app()
    token = plain.signed_in(app, plain.new_person("ada")).access_token
    refusals = house.anyone.exceptions
    with pytest.raises(
        (refusals.WebAuthnNotEnabledException, refusals.WebAuthnConfigurationMissingException)
    ):
        house.anyone.start_web_authn_registration(AccessToken=token)
