"""Access tokens that are not what they say: nobody gets in with one."""

import base64
import json

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from claims import claims_of
from refusal import TOKEN_INVALID, refused


@pytest.fixture
def tokens(pool, app, ada):
    return pool.signed_in(app, ada)


@pytest.fixture
def is_refused(anyone):
    def is_refused(token):
        with refused(anyone.exceptions.NotAuthorizedException, TOKEN_INVALID):
            anyone.get_user(AccessToken=token)

    return is_refused


def part(content: dict) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()


def test_signed_by_a_key_of_ones_own(tokens, is_refused):
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    kid = jwt.get_unverified_header(tokens.access_token)["kid"]
    claims = claims_of(tokens.access_token)
    is_refused(jwt.encode(claims, key, algorithm="RS256", headers={"kid": kid}))
    own = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
    is_refused(jwt.encode(claims, key, algorithm="RS256", headers={"kid": kid, "jwk": own}))


def test_not_signed_at_all(tokens, is_refused):
    head = jwt.get_unverified_header(tokens.access_token)
    body = tokens.access_token.split(".")[1]
    for alg in ("none", "None", "NONE"):
        for signature in ("", tokens.access_token.split(".")[2]):
            is_refused(f"{part({**head, 'alg': alg})}.{body}.{signature}")


def test_signed_with_the_public_key_as_if_it_were_a_secret(tokens, is_refused):
    kid = jwt.get_unverified_header(tokens.access_token)["kid"]
    public = jwt.PyJWK(tokens.get_key(kid)).key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    head = part({"alg": "HS256", "kid": kid})
    body = tokens.access_token.split(".")[1]
    message = f"{head}.{body}".encode()
    hs256 = jwt.get_algorithm_by_name("HS256")
    for secret in (public, public.strip()):
        signature = base64.urlsafe_b64encode(hs256.sign(message, secret)).rstrip(b"=").decode()
        is_refused(f"{message.decode()}.{signature}")


def test_with_another_body_and_the_signature_of_the_old_one(pool, tokens, is_refused):
    bea = pool.new_person("bea")
    head, _, signature = tokens.access_token.split(".")
    claims = claims_of(tokens.access_token)
    for change in (
        {"sub": bea.sub, "username": "bea"},
        {"exp": claims["exp"] + 3600},
        {"scope": claims["scope"] + " openid"},
    ):
        is_refused(f"{head}.{part({**claims, **change})}.{signature}")


def test_an_id_token_is_no_access_token(tokens, is_refused):
    is_refused(tokens.id_token)


def test_a_refresh_token_is_no_access_token(tokens, is_refused):
    is_refused(tokens.refresh_token)


def test_a_token_of_another_pool_says_nothing_about_this_one(anyone, house, pool, tokens):
    elsewhere = house.new_pool()
    app = elsewhere.new_app()
    foreign = elsewhere.signed_in(app, elsewhere.new_person("ada"))
    told = anyone.get_user(AccessToken=foreign.access_token)
    mine = {each["Name"]: each["Value"] for each in told["UserAttributes"]}
    assert mine["sub"] == foreign.access_claims["sub"] != tokens.access_claims["sub"]
    with pytest.raises(anyone.exceptions.NotAuthorizedException):
        anyone.get_tokens_from_refresh_token(
            ClientId=tokens.client_id, RefreshToken=foreign.refresh_token
        )
    with pytest.raises(anyone.exceptions.ClientError):
        anyone.revoke_token(ClientId=tokens.client_id, Token=foreign.refresh_token)
        anyone.get_tokens_from_refresh_token(ClientId=app.id, RefreshToken="-")
    kept = anyone.get_tokens_from_refresh_token(
        ClientId=app.id, RefreshToken=foreign.refresh_token
    )
    assert kept["AuthenticationResult"]["AccessToken"]


def test_a_token_of_one_pool_with_the_name_of_another_as_issuer(house, tokens, is_refused):
    elsewhere = house.new_pool()
    head, _, signature = tokens.access_token.split(".")
    claims = {**claims_of(tokens.access_token), "iss": elsewhere.issuer}
    is_refused(f"{head}.{part(claims)}.{signature}")


@pytest.mark.parametrize("token", ["-", ".", "..", "a.b.c", "eyJhbGciOiJSUzI1NiJ9..", "=" * 3000])
def test_something_that_is_no_token(is_refused, token):
    is_refused(token)
