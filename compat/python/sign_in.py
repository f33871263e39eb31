"""Signing in with plain boto3, step by step."""

from pycognito import AWSSRP

from pool import App, Person, Pool


class SignIn:
    """One person at one app. Every step answers what the server answered."""

    def __init__(self, client, pool: Pool, app: App, person: Person):
        self.client = client
        self.pool = pool
        self.app = app
        self.person = person

    def begin(self, flow: str, session: str | None = None, **parameters: str) -> dict:
        named = {"USERNAME": self.person.name, **self.app.hash(self.person.name)}
        return self.client.initiate_auth(
            ClientId=self.app.id,
            AuthFlow=flow,
            AuthParameters={**named, **parameters},
            **({} if session is None else {"Session": session}),
        )

    def with_password(self) -> dict:
        return self.begin("USER_PASSWORD_AUTH", PASSWORD=self.person.password)

    def answer(self, asked: dict, **responses: str) -> dict:
        """The challenge that was asked, or the one named by `ChallengeName`."""
        named = {"USERNAME": self.person.name, **self.app.hash(self.person.name)}
        return self.client.respond_to_auth_challenge(
            ClientId=self.app.id,
            ChallengeName=asked["ChallengeName"],
            Session=asked["Session"],
            ChallengeResponses={**named, **responses},
        )


def is_signed_in(answer: dict) -> bool:
    """With all three tokens and no challenge left."""
    result = answer.get("AuthenticationResult", {})
    tokens = {"AccessToken", "IdToken", "RefreshToken"} & result.keys()
    return len(tokens) == 3 and "ChallengeName" not in answer


def has_token(answer: dict) -> bool:
    return bool(answer.get("AuthenticationResult"))


def srp_answer(srp: AWSSRP, asked: dict) -> dict[str, str]:
    """To a PASSWORD_VERIFIER."""
    return srp.process_challenge(asked["ChallengeParameters"], {"USERNAME": srp.username})
