"""Devices, kept by pycognito's AWSSRP: a remembered one proves itself and stands for the second factor."""

import pytest
import requests
from pycognito import AWSSRP
from pycognito.exceptions import SoftwareTokenMFAChallengeException

from mfa import enroll, offer
from pool import PASSWORD, Pool
from refusal import refused
from totp import totp

DEVICES = {"ChallengeRequiredOnNewDevice": True, "DeviceOnlyRememberedOnUserPrompt": True}


@pytest.fixture
def pool(house) -> Pool:
    pool = house.new_pool(AutoVerifiedAttributes=["email"], DeviceConfiguration=DEVICES)
    offer(pool, "TOTP")
    return pool


@pytest.fixture(autouse=True)
def amazon_is_here(monkeypatch, house):
    """For devices pycognito spells Amazon's address out instead of using the client it was given."""
    post = requests.post

    def post_here(url, **more):
        assert url == f"https://cognito-idp.{house.region}.amazonaws.com/"
        return post(house.endpoint, **more)

    monkeypatch.setattr("pycognito.aws_srp.requests.post", post_here)


@pytest.fixture
def srp(pool, app, ada):
    def srp(password=PASSWORD, **device):
        client = pool.cognito(app, "ada").client
        return AWSSRP("ada", password, pool.id, app.id, client=client, **device)

    return srp


@pytest.fixture
def device(srp):
    """What an app keeps of a confirmed device, and the access token of the sign-in that confirmed it."""
    new = srp()
    tokens = new.authenticate_user()
    response, password = new.confirm_device(tokens, "laptop")
    assert response.status_code == 200, response.text
    assert response.json()["UserConfirmationNecessary"] is True
    return Device(new.device_key, new.device_group_key, password, new.access_token)


class Device:
    def __init__(self, key, group_key, password, access_token):
        self.key = key
        self.access_token = access_token
        self.proof = {
            "device_key": key,
            "device_group_key": group_key,
            "device_password": password,
        }


@pytest.fixture
def remembered(srp, device):
    told = srp().update_device_status(True, device.access_token, device.key)
    assert told.startswith("<Response [200]>")
    return device


@pytest.fixture
def secret(pool, app, ada):
    """Ada has an authenticator app."""
    return enroll(pool.signed_in(app, ada))


def test_a_sign_in_names_a_new_device(srp, house):
    result = srp().authenticate_user()["AuthenticationResult"]
    new = result["NewDeviceMetadata"]
    assert new["DeviceKey"].startswith(f"{house.region}_")
    assert new["DeviceGroupKey"].startswith("-")


def test_a_pool_that_tracks_none_names_none(house):
    plain = house.new_pool()
    app = plain.new_app()
    person = plain.new_person("ada")
    client = plain.cognito(app).client
    tokens = AWSSRP("ada", person.password, plain.id, app.id, client=client).authenticate_user()
    assert "NewDeviceMetadata" not in tokens["AuthenticationResult"]


def test_a_confirmed_device_is_listed_under_its_name(anyone, device):
    [listed] = anyone.list_devices(AccessToken=device.access_token)["Devices"]
    told = {each["Name"]: each["Value"] for each in listed["DeviceAttributes"]}
    assert listed["DeviceKey"] == device.key
    assert told["device_name"] == "laptop"
    assert told["device_status"] == "not_remembered"


def test_a_remembered_one_says_so(anyone, remembered):
    got = anyone.get_device(AccessToken=remembered.access_token, DeviceKey=remembered.key)
    told = {each["Name"]: each["Value"] for each in got["Device"]["DeviceAttributes"]}
    assert told["device_status"] == "remembered"


def test_a_device_is_confirmed_once(srp, device):
    again = srp()
    group_key = device.proof["device_group_key"]
    metadata = {"DeviceKey": device.key, "DeviceGroupKey": group_key}
    result = {"AccessToken": device.access_token, "NewDeviceMetadata": metadata}
    response, _ = again.confirm_device({"AuthenticationResult": result}, "laptop")
    assert response.status_code == 400
    assert response.json()["__type"] in ("DeviceKeyExistsException", "InvalidParameterException")


def test_a_remembered_device_signs_in_without_the_second_factor(srp, remembered, secret):
    with pytest.raises(SoftwareTokenMFAChallengeException):
        srp().authenticate_user()
    tokens = srp(**remembered.proof).authenticate_user()
    assert tokens["AuthenticationResult"]["AccessToken"]
    assert "NewDeviceMetadata" not in tokens["AuthenticationResult"]


def test_one_that_is_not_remembered_does_not_stand_for_it(srp, device, secret):
    with pytest.raises(SoftwareTokenMFAChallengeException):
        srp(**device.proof).authenticate_user()


def test_a_wrong_proof_of_a_device_does_not_sign_in(srp, remembered, secret):
    for wrong in ({"device_password": "d3Jvbmc="}, {"device_group_key": "-wrong123"}):
        login = srp(**{**remembered.proof, **wrong})
        with pytest.raises(login.client.exceptions.NotAuthorizedException):
            login.authenticate_user()


def test_a_device_does_not_stand_for_the_password(srp, remembered):
    login = srp("Wrong-Horse-9", **remembered.proof)
    with refused(
        login.client.exceptions.NotAuthorizedException, "Incorrect username or password."
    ):
        login.authenticate_user()


def test_a_device_of_somebody_else_is_unknown(pool, app, srp, remembered):
    pool.new_person("bea")
    client = pool.cognito(app).client
    login = AWSSRP("bea", PASSWORD, pool.id, app.id, client=client, **remembered.proof)
    refusals = client.exceptions
    with refused(refusals.ResourceNotFoundException, "Device does not exist."):
        login.authenticate_user()


def test_a_forgotten_device_is_unknown_and_its_tokens_end(anyone, srp, remembered):
    told = srp().forget_device(remembered.access_token, remembered.key)
    assert told.startswith("<Response [200]>")
    login = srp(**remembered.proof)
    refusals = login.client.exceptions
    with refused(refusals.ResourceNotFoundException, "Device does not exist."):
        login.authenticate_user()
    with pytest.raises(anyone.exceptions.NotAuthorizedException):
        anyone.get_user(AccessToken=remembered.access_token)


def test_the_factor_is_asked_for_again_once_the_device_is_forgotten(srp, remembered, secret):
    srp().forget_device(remembered.access_token, remembered.key)
    login = srp()
    with pytest.raises(SoftwareTokenMFAChallengeException) as caught:
        login.authenticate_user()
    answer = login.client.respond_to_auth_challenge(
        ClientId=login.client_id,
        ChallengeName="SOFTWARE_TOKEN_MFA",
        Session=caught.value.get_tokens()["Session"],
        ChallengeResponses={"USERNAME": "ada", "SOFTWARE_TOKEN_MFA_CODE": totp(secret, 1)},
    )
    assert answer["AuthenticationResult"]["AccessToken"]


def test_an_administrator_sees_and_forgets_the_devices_of_anybody(pool, admin, device):
    who = {"UserPoolId": pool.id, "Username": "ada"}
    assert [each["DeviceKey"] for each in admin.admin_list_devices(**who)["Devices"]] == [device.key]
    admin.admin_update_device_status(
        **who, DeviceKey=device.key, DeviceRememberedStatus="remembered"
    )
    got = admin.admin_get_device(**who, DeviceKey=device.key)["Device"]
    assert got["DeviceCreateDate"] <= got["DeviceLastModifiedDate"]
    admin.admin_forget_device(**who, DeviceKey=device.key)
    assert admin.admin_list_devices(**who)["Devices"] == []


def test_refreshing_with_a_device_needs_its_key(anyone, app, srp):
    new = srp()
    tokens = new.authenticate_user()
    new.confirm_device(tokens, "laptop")
    refresh_token = tokens["AuthenticationResult"]["RefreshToken"]
    parameters = {"REFRESH_TOKEN": refresh_token}
    call = {"ClientId": app.id, "AuthFlow": "REFRESH_TOKEN_AUTH"}
    with pytest.raises(anyone.exceptions.NotAuthorizedException):
        anyone.initiate_auth(**call, AuthParameters=parameters)
    parameters["DEVICE_KEY"] = new.device_key
    assert anyone.initiate_auth(**call, AuthParameters=parameters)["AuthenticationResult"]
