/** A passkey as its owner sees it. */
import type { WebAuthnCredentialDescription } from "../../model/shapes.ts";
import type { Passkey } from "./passkey.ts";

export function describePasskey(passkey: Passkey): WebAuthnCredentialDescription {
  const { attachment } = passkey;
  return {
    CredentialId: passkey.credentialId,
    FriendlyCredentialName: passkey.friendlyName,
    RelyingPartyId: passkey.relyingPartyId,
    ...(attachment && { AuthenticatorAttachment: attachment }),
    AuthenticatorTransports: passkey.transports,
    CreatedAt: passkey.createdAt / 1000,
  };
}
