"""A pool's own attributes, and who may read and write which."""

import pytest

from claims import claims_of
from pool import NEW_PASSWORD
from refusal import refused
from sign_in import SignIn


@pytest.fixture
def pool(house):
    schema = [
        {"Name": "shoe", "AttributeDataType": "Number", "Mutable": True,
         "NumberAttributeConstraints": {"MinValue": "15", "MaxValue": "60"}},
        {"Name": "badge", "AttributeDataType": "String", "Mutable": False,
         "StringAttributeConstraints": {"MinLength": "1", "MaxLength": "8"}},
    ]  # fmt: skip
    return house.new_pool(AutoVerifiedAttributes=["email"], Schema=schema)


@pytest.fixture
def ada(pool):
    return pool.new_person("ada", **{"custom:shoe": "38", "custom:badge": "A-1"})


def told(answer: dict, member: str = "UserAttributes") -> dict[str, str]:
    return {each["Name"]: each["Value"] for each in answer[member]}


def values(**attributes):
    return [{"Name": name.replace("__", ":"), "Value": v} for name, v in attributes.items()]


def test_they_are_told_and_stand_in_the_id_token(anyone, pool, app, ada):
    tokens = SignIn(anyone, pool, app, ada).with_password()["AuthenticationResult"]
    mine = told(anyone.get_user(AccessToken=tokens["AccessToken"]))
    assert (mine["custom:shoe"], mine["custom:badge"]) == ("38", "A-1")
    claims = claims_of(tokens["IdToken"])
    assert (claims["custom:shoe"], claims["custom:badge"]) == ("38", "A-1")
    assert "custom:shoe" not in claims_of(tokens["AccessToken"])


def test_somebody_changes_their_own(anyone, pool, ada):
    app = pool.new_app(WriteAttributes=["email", "custom:shoe"])
    tokens = SignIn(anyone, pool, app, ada).with_password()["AuthenticationResult"]
    access = {"AccessToken": tokens["AccessToken"]}
    anyone.update_user_attributes(**access, UserAttributes=values(custom__shoe="39"))
    assert told(anyone.get_user(**access))["custom:shoe"] == "39"
    anyone.delete_user_attributes(**access, UserAttributeNames=["custom:shoe"])
    assert "custom:shoe" not in told(anyone.get_user(**access))


@pytest.mark.parametrize(
    "change", [{"custom__shoe": "99"}, {"custom__shoe": "many"}, {"custom__badge": "B-2"}]
)
def test_a_value_against_the_schema_is_refused(admin, pool, ada, change):
    with pytest.raises(admin.exceptions.InvalidParameterException):
        admin.admin_update_user_attributes(
            UserPoolId=pool.id, Username="ada", UserAttributes=values(**change)
        )
    mine = told(admin.admin_get_user(UserPoolId=pool.id, Username="ada"))
    assert (mine["custom:shoe"], mine["custom:badge"]) == ("38", "A-1")


def test_one_is_added_to_a_pool_that_has_people(admin, pool, ada):
    admin.add_custom_attributes(
        UserPoolId=pool.id, CustomAttributes=[{"Name": "hat", "AttributeDataType": "String"}]
    )
    admin.admin_update_user_attributes(
        UserPoolId=pool.id, Username="ada", UserAttributes=values(custom__hat="56")
    )
    mine = told(admin.admin_get_user(UserPoolId=pool.id, Username="ada"))
    assert mine["custom:hat"] == "56"
    names = {
        each["Name"]
        for each in admin.describe_user_pool(UserPoolId=pool.id)["UserPool"]["SchemaAttributes"]
    }
    assert {"custom:shoe", "custom:badge", "custom:hat", "email", "sub"} < names


def test_an_app_reads_and_writes_what_it_may(anyone, pool, ada):
    app = pool.new_app(ReadAttributes=["email", "nickname"], WriteAttributes=["email", "nickname"])
    tokens = SignIn(anyone, pool, app, ada).with_password()["AuthenticationResult"]
    access = {"AccessToken": tokens["AccessToken"]}
    assert told(anyone.get_user(**access)).keys() == {"sub", "email"}
    assert "custom:shoe" not in claims_of(tokens["IdToken"])
    anyone.update_user_attributes(**access, UserAttributes=values(nickname="Countess"))
    text = "A client attempted to write unauthorized attribute"
    with refused(anyone.exceptions.NotAuthorizedException, text):
        anyone.update_user_attributes(**access, UserAttributes=values(custom__shoe="39"))


def test_an_app_that_names_none_writes_the_standard_ones_only(anyone, pool, app, ada):
    tokens = SignIn(anyone, pool, app, ada).with_password()["AuthenticationResult"]
    access = {"AccessToken": tokens["AccessToken"]}
    anyone.update_user_attributes(**access, UserAttributes=values(nickname="Countess"))
    text = "A client attempted to write unauthorized attribute"
    with refused(anyone.exceptions.NotAuthorizedException, text):
        anyone.update_user_attributes(**access, UserAttributes=values(custom__shoe="39"))
    assert told(anyone.get_user(**access))["custom:shoe"] == "38"


def test_a_required_one_is_asked_for_at_sign_up(anyone, house):
    schema = [{"Name": "family_name", "Required": True, "Mutable": True}]
    app = house.new_pool(Schema=schema).new_app()
    text = "Attributes did not conform to the schema: family_name: The attribute is required"
    who = {"ClientId": app.id, "Username": "bea", "Password": NEW_PASSWORD}
    with refused(anyone.exceptions.InvalidParameterException, text):
        anyone.sign_up(**who)
    anyone.sign_up(**who, UserAttributes=values(family_name="Byron"))


def test_names_can_be_addresses(anyone, house, inbox):
    pool = house.new_pool(UsernameAttributes=["email"], AutoVerifiedAttributes=["email"])
    app = pool.new_app()
    address = "someone." + app.id + "@example.com"
    kind = anyone.exceptions.InvalidParameterException
    with refused(kind, "Username should be an email."):
        anyone.sign_up(ClientId=app.id, Username="bea", Password=NEW_PASSWORD)
    made = anyone.sign_up(ClientId=app.id, Username=address, Password=NEW_PASSWORD)
    anyone.confirm_sign_up(
        ClientId=app.id, Username=address, ConfirmationCode=inbox.code(address)
    )
    answer = anyone.initiate_auth(
        ClientId=app.id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": address, "PASSWORD": NEW_PASSWORD},
    )
    claims = claims_of(answer["AuthenticationResult"]["IdToken"])
    assert claims["cognito:username"] == claims["sub"] == made["UserSub"]
    assert (claims["email"], claims["email_verified"]) == (address, True)


def test_dates_arrive_as_dates(admin, pool, ada):
    mine = admin.admin_get_user(UserPoolId=pool.id, Username="ada")
    assert mine["UserCreateDate"] <= mine["UserLastModifiedDate"]
    assert mine["UserCreateDate"].tzinfo is not None
