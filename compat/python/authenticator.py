"""A passkey in software, and the browser around it: ES256, no attestation (WebAuthn Level 3 §6 and §7)."""

import base64
import hashlib
import json
import os
import struct

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, NEW_KEY = 0x01, 0x04, 0x40


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Authenticator:
    """One passkey of one person. `origin` is where the page was loaded from."""

    def __init__(self, origin: str):
        self.origin = origin
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = os.urandom(32)
        self.counter = 0

    def create(self, options: dict) -> dict:
        """`navigator.credentials.create`, as JSON."""
        point = self.key.public_key().public_numbers()
        x, y = point.x.to_bytes(32, "big"), point.y.to_bytes(32, "big")
        cose = cbor({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        new_key = bytes(16) + struct.pack(">H", len(self.id)) + self.id + cose
        data = self.data(options["rp"]["id"], PRESENT | VERIFIED | NEW_KEY) + new_key
        return self.credential(
            clientDataJSON=encoded(self.client_data("webauthn.create", options)),
            attestationObject=encoded(cbor({"fmt": "none", "attStmt": {}, "authData": data})),
            transports=["internal"],
        )

    def get(self, options: dict, kind: str = "webauthn.get") -> dict:
        """`navigator.credentials.get`, as JSON."""
        client_data = self.client_data(kind, options)
        data = self.data(options["rpId"], PRESENT | VERIFIED)
        signed = data + hashlib.sha256(client_data).digest()
        return self.credential(
            clientDataJSON=encoded(client_data),
            authenticatorData=encoded(data),
            signature=encoded(self.key.sign(signed, ec.ECDSA(hashes.SHA256()))),
        )

    def credential(self, **response) -> dict:
        identity = {"id": encoded(self.id), "rawId": encoded(self.id), "type": "public-key"}
        attached = {"authenticatorAttachment": "platform", "clientExtensionResults": {}}
        return {**identity, **attached, "response": response}

    def client_data(self, kind: str, options: dict) -> bytes:
        content = {"type": kind, "challenge": options["challenge"], "origin": self.origin}
        return json.dumps({**content, "crossOrigin": False}).encode()

    def data(self, relying_party: str, flags: int) -> bytes:
        self.counter += 1
        return hashlib.sha256(relying_party.encode()).digest() + struct.pack(">BI", flags, self.counter)


def cbor(value) -> bytes:
    """As much of RFC 8949 as a passkey needs."""
    match value:
        case int() if value < 0:
            return head(1, -1 - value)
        case int():
            return head(0, value)
        case bytes():
            return head(2, len(value)) + value
        case str():
            return head(3, len(value.encode())) + value.encode()
        case dict():
            return head(5, len(value)) + b"".join(cbor(k) + cbor(v) for k, v in value.items())
    raise TypeError(f"no CBOR for {value!r}")


def head(major: int, size: int) -> bytes:
    if size < 24:
        return bytes([major << 5 | size])
    if size < 256:
        return bytes([major << 5 | 24, size])
    return struct.pack(">BH", major << 5 | 25, size)
