"""A user pool that a story has for itself, its apps and its people."""

import uuid
from dataclasses import dataclass

from botocore.config import Config
from pycognito import AWSSRP, Cognito

# A failure is told at once: nothing is tried again behind a story's back.
ONCE = Config(retries={"total_max_attempts": 1})

PASSWORD = "Correct-Horse-7"
NEW_PASSWORD = "Another-Horse-8"
WRONG_PASSWORD = "Wrong-Horse-9"

EVERY_FLOW = [
    "ALLOW_USER_PASSWORD_AUTH",
    "ALLOW_ADMIN_USER_PASSWORD_AUTH",
    "ALLOW_USER_SRP_AUTH",
    "ALLOW_CUSTOM_AUTH",
    "ALLOW_USER_AUTH",
    "ALLOW_REFRESH_TOKEN_AUTH",
]


def new_address() -> str:
    """Nobody else's: the inbox is shared by all stories."""
    return f"p{uuid.uuid4().hex}@example.com"


def new_number() -> str:
    return f"+1555{uuid.uuid4().int % 10**7:07}"


@dataclass(frozen=True)
class App:
    id: str
    secret: str | None

    def hash(self, name: str) -> dict[str, str]:
        """SECRET_HASH of a call that names somebody; nothing for an app without a secret."""
        if self.secret is None:
            return {}
        return {"SECRET_HASH": AWSSRP.get_secret_hash(name, self.id, self.secret)}


@dataclass(frozen=True)
class Person:
    name: str
    sub: str
    email: str
    password: str = PASSWORD

    @property
    def credentials(self) -> dict[str, str]:
        return {"USERNAME": self.name, "PASSWORD": self.password}


class Pool:
    def __init__(self, house, pool_id: str):
        self.house = house
        self.admin = house.admin
        self.id = pool_id
        self.issuer = f"{house.endpoint}/{pool_id}"

    def new_app(self, **settings) -> App:
        settings = {"ClientName": "app", "ExplicitAuthFlows": EVERY_FLOW, **settings}
        made = self.admin.create_user_pool_client(UserPoolId=self.id, **settings)["UserPoolClient"]
        return App(made["ClientId"], made.get("ClientSecret"))

    def invite(self, name: str, **attributes: str) -> Person:
        """Somebody with a temporary password and no letter about it."""
        email = attributes.setdefault("email", new_address())
        attributes.setdefault("email_verified", "true")
        made = self.admin.admin_create_user(
            UserPoolId=self.id,
            Username=name,
            TemporaryPassword=PASSWORD,
            UserAttributes=[{"Name": key, "Value": value} for key, value in attributes.items()],
            MessageAction="SUPPRESS",
        )
        told = {each["Name"]: each["Value"] for each in made["User"]["Attributes"]}
        return Person(name, told["sub"], email)

    def new_person(self, name: str, **attributes: str) -> Person:
        person = self.invite(name, **attributes)
        self.admin.admin_set_user_password(
            UserPoolId=self.id, Username=name, Password=PASSWORD, Permanent=True
        )
        return person

    def cognito(self, app: App, name: str | None = None, keys=("none", "none"), **more) -> Cognito:
        """pycognito as an app would make it; `keys` are an administrator's, where it is to act as one."""
        return Cognito(
            self.id,
            app.id,
            username=name,
            client_secret=app.secret,
            access_key=keys[0],
            secret_key=keys[1],
            botocore_config=ONCE,
            boto3_client_kwargs={"endpoint_url": self.house.endpoint},
            **more,
        )

    def signed_in(self, app: App, person: Person) -> Cognito:
        cognito = self.cognito(app, person.name)
        cognito.authenticate(person.password)
        return cognito
