"""What every story starts from: the server that run.ts started, and a pool of the story's own.

The files named after nouns (house, pool, inbox …) are what the stories are told with; test_boto3_… speak
through Amazon's own SDK, test_pycognito_… through the library that people use on top of it.
"""

import json
import os
from pathlib import Path

import pytest

pytest.register_assert_rewrite("inbox", "mfa", "refusal", "sign_in")

from house import House
from inbox import Inbox
from pool import Pool


@pytest.fixture(scope="session")
def quickstart() -> dict:
    """The file that a development server writes: where it is, its keys, and a pool to try."""
    return json.loads(Path(os.environ["POOLHOUSE_QUICKSTART"]).read_text("utf-8"))


@pytest.fixture(scope="session")
def house(quickstart) -> House:
    return House(quickstart)


@pytest.fixture(scope="session")
def inbox(house) -> Inbox:
    return Inbox(house.endpoint)


@pytest.fixture
def admin(house):
    """boto3 with the administrator's keys."""
    return house.admin


@pytest.fixture
def anyone(house):
    """boto3 without keys, as in an app that people hold in their hands."""
    return house.anyone


@pytest.fixture
def pool(house) -> Pool:
    """Verifies e-mail addresses; otherwise as Cognito's defaults are."""
    return house.new_pool(AutoVerifiedAttributes=["email"])


@pytest.fixture
def app(pool):
    """A client without a secret that allows every flow."""
    return pool.new_app()


@pytest.fixture
def ada(pool):
    """Somebody with a password of her own and a verified address."""
    return pool.new_person("ada")
