"""A software authenticator: what a browser and a security key answer to WebAuthn, for one site."""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import Any

from allauth.account.utils import user_pk_to_url_str
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import Aaguid, AttestedCredentialData, AuthenticatorData

PRESENT, VERIFIE, ATTESTE = 0x01, 0x04, 0x40


class CleLogicielle:
    """One key pair. ``creer`` answers to a registration, ``signer`` to a sign-in, as the JSON that a form sends."""

    def __init__(self, origine: str) -> None:
        self.origine = origine
        self.cle = ec.generate_private_key(ec.SECP256R1())
        self.numero = secrets.token_bytes(16)
        self.site = hashlib.sha256(origine.split("://")[1].split(":")[0].encode()).digest()

    def creer(self, options: dict[str, Any]) -> str:
        publique = AttestedCredentialData.create(
            Aaguid.NONE, self.numero, ES256.from_cryptography_key(self.cle.public_key())
        )
        donnees = AuthenticatorData.create(self.site, PRESENT | VERIFIE | ATTESTE, 0, publique)
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": bytes(donnees)})
        client = self._client("webauthn.create", options)
        reponse = {"attestationObject": websafe_encode(attestation), "clientDataJSON": websafe_encode(client)}
        return self._rendre(reponse, {"credProps": {"rk": True}})

    def signer(self, options: dict[str, Any], compte: Any) -> str:
        donnees = bytes(AuthenticatorData.create(self.site, PRESENT | VERIFIE, 1))
        client = self._client("webauthn.get", options)
        signature = self.cle.sign(donnees + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        reponse = {
            "authenticatorData": websafe_encode(donnees),
            "clientDataJSON": websafe_encode(client),
            "signature": websafe_encode(signature),
            "userHandle": websafe_encode(user_pk_to_url_str(compte).encode()),
        }
        return self._rendre(reponse, {})

    def _client(self, geste: str, options: dict[str, Any]) -> bytes:
        defi = options["publicKey"]["challenge"]
        defi = defi if isinstance(defi, str) else websafe_encode(defi)
        assert websafe_decode(defi)
        return json.dumps({"type": geste, "challenge": defi, "origin": self.origine}).encode()

    def _rendre(self, reponse: dict[str, str], extensions: dict[str, Any]) -> str:
        numero = websafe_encode(self.numero)
        corps = {"id": numero, "rawId": numero, "type": "public-key", "response": reponse}
        return json.dumps(corps | {"clientExtensionResults": extensions})
