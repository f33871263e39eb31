"""An authenticator app in six lines: RFC 6238 with the standard library."""

import base64
import hmac
import time


def totp(secret: str, step: int = 0) -> str:
    """The code of now, or of so many half minutes later."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    counter = int(time.time()) // 30 + step
    digest = hmac.digest(key, counter.to_bytes(8, "big"), "sha1")
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**6:06}"
