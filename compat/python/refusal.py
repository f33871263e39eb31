"""How stories say that a call is refused: by the exception's class, and by its exact words."""

from contextlib import contextmanager

import pytest

INCORRECT = "Incorrect username or password."
CODE_MISMATCH = "Invalid verification code provided, please try again."
SESSION_INVALID = "Invalid session for the user."
SESSION_USED = "Invalid session for the user, session can only be used once."
TOKEN_INVALID = "Invalid Access Token"
TOKEN_REVOKED = "Access Token has been revoked"


@contextmanager
def refused(kind, message: str):
    with pytest.raises(kind) as caught:
        yield
    # Of a subclass or of a parent it would say something else.
    assert caught.type is kind
    assert caught.value.response["Error"] == {"Code": kind.__name__, "Message": message}
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
