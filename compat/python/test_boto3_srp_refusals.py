"""A proof of the password that is not quite right: tampered with, used before, or of somebody else."""

import base64

import pytest
from pycognito import AWSSRP
from pycognito.aws_srp import N_HEX

from pool import PASSWORD, WRONG_PASSWORD
from refusal import INCORRECT, SESSION_INVALID, SESSION_USED, refused
from sign_in import is_signed_in, srp_answer

N = int(N_HEX, 16)


@pytest.fixture
def proof(anyone, pool, app, ada):
    """Everything up to the answer, which is not sent."""

    def proof(name="ada", password=PASSWORD, app=app):
        srp = AWSSRP(name, password, pool.id, app.id, client=anyone)
        asked = anyone.initiate_auth(
            ClientId=app.id, AuthFlow="USER_SRP_AUTH", AuthParameters=srp.get_auth_params()
        )
        return srp_answer(srp, asked)

    return proof


@pytest.fixture
def send(anyone, app):
    def send(responses, app=app):
        return anyone.respond_to_auth_challenge(
            ClientId=app.id, ChallengeName="PASSWORD_VERIFIER", ChallengeResponses=responses
        )

    return send


def flipped(text: str) -> str:
    data = bytearray(base64.b64decode(text))
    data[0] ^= 1
    return base64.b64encode(data).decode()


def test_the_right_proof_signs_in(proof, send):
    assert is_signed_in(send(proof()))


def test_a_tampered_signature(anyone, proof, send):
    right = proof()
    wrong = {**right, "PASSWORD_CLAIM_SIGNATURE": flipped(right["PASSWORD_CLAIM_SIGNATURE"])}
    with refused(anyone.exceptions.NotAuthorizedException, INCORRECT):
        send(wrong)
    assert is_signed_in(send(right))


def test_another_time_than_was_signed(anyone, proof, send):
    with refused(anyone.exceptions.NotAuthorizedException, INCORRECT):
        send({**proof(), "TIMESTAMP": "Mon Nov 23 12:00:00 UTC 2020"})


def test_a_tampered_secret_block(anyone, proof, send):
    right = proof()
    block = flipped(right["PASSWORD_CLAIM_SECRET_BLOCK"])
    with refused(anyone.exceptions.NotAuthorizedException, SESSION_INVALID):
        send({**right, "PASSWORD_CLAIM_SECRET_BLOCK": block})


def test_the_secret_block_of_another_sign_in(anyone, proof, send):
    other = proof()["PASSWORD_CLAIM_SECRET_BLOCK"]
    with refused(anyone.exceptions.NotAuthorizedException, INCORRECT):
        send({**proof(), "PASSWORD_CLAIM_SECRET_BLOCK": other})


def test_a_proof_that_was_used_before(anyone, proof, send):
    right = proof()
    send(right)
    with refused(anyone.exceptions.NotAuthorizedException, SESSION_USED):
        send(right)


def test_a_proof_of_another_password(anyone, proof, send):
    with refused(anyone.exceptions.NotAuthorizedException, INCORRECT):
        send(proof(password=WRONG_PASSWORD))


def test_a_proof_at_another_app(anyone, pool, proof, send):
    with refused(anyone.exceptions.NotAuthorizedException, SESSION_INVALID):
        send(proof(), app=pool.new_app())


def test_a_proof_for_somebody_else(anyone, pool, proof, send):
    pool.new_person("bea")
    with refused(anyone.exceptions.NotAuthorizedException, SESSION_INVALID):
        send({**proof(), "USERNAME": "bea"})


def test_a_proof_without_its_secret_hash(anyone, pool, proof, send):
    app = pool.new_app(GenerateSecret=True)
    srp = AWSSRP("ada", PASSWORD, pool.id, app.id, client=anyone, client_secret=app.secret)
    asked = anyone.initiate_auth(
        ClientId=app.id, AuthFlow="USER_SRP_AUTH", AuthParameters=srp.get_auth_params()
    )
    right = srp_answer(srp, asked)
    without = {key: value for key, value in right.items() if key != "SECRET_HASH"}
    text = f"Client {app.id} is configured with secret but SECRET_HASH was not received"
    with refused(anyone.exceptions.NotAuthorizedException, text):
        send(without, app=app)
    assert is_signed_in(send(right, app=app))


@pytest.mark.parametrize("public", [0, N, 2 * N], ids=["0", "N", "2N"])
def test_a_number_that_would_make_every_password_right(anyone, app, ada, public):
    with pytest.raises(anyone.exceptions.InvalidParameterException):
        anyone.initiate_auth(
            ClientId=app.id,
            AuthFlow="USER_SRP_AUTH",
            AuthParameters={"USERNAME": "ada", "SRP_A": f"{public:x}"},
        )
