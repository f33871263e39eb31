"""The pool that a development server begins with; every other story has a pool of its own."""

import boto3
from pycognito import Cognito


def test_its_person_signs_in_at_both_clients_and_the_tokens_are_good(quickstart):
    for app in (quickstart["clients"]["spa"], quickstart["clients"]["web"]):
        cognito = Cognito(
            quickstart["userPoolId"],
            app["clientId"],
            username=quickstart["user"]["username"],
            client_secret=app.get("clientSecret"),
            access_key="none",
            secret_key="none",
            boto3_client_kwargs={"endpoint_url": quickstart["endpoint"]},
        )
        cognito.authenticate(quickstart["user"]["password"])
        assert cognito.id_claims["iss"] == quickstart["issuer"]
        assert cognito.id_claims["UAID"] == "1000042"
        assert cognito.get_user().email == quickstart["user"]["email"]


def test_its_key_is_an_administrators(quickstart):
    admin = boto3.client(
        "cognito-idp",
        endpoint_url=quickstart["endpoint"],
        region_name=quickstart["region"],
        aws_access_key_id=quickstart["accessKeyId"],
        aws_secret_access_key=quickstart["secretAccessKey"],
    )
    people = admin.list_users(UserPoolId=quickstart["userPoolId"])["Users"]
    assert [person["Username"] for person in people] == [quickstart["user"]["username"]]
