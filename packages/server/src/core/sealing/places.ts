/** Every place where a sealed text stays, what people call it, and what it is sealed for: it opens in its own row only. */
import { accessKeyPurpose } from "../access-keys/secret.ts";
import { clientSecretPurpose } from "../clients/client-secrets.ts";
import { deviceVerifierPurpose } from "../devices/device-verifier.ts";
import { softwareTokenPurpose } from "../factors/check-software-token.ts";
import { messagePurpose } from "../messages/message-content.ts";
import { signingKeyPurpose } from "../tokens/signing-key.ts";
import { webhookSecretPurpose } from "../triggers/trigger-targets.ts";
import { srpPurpose } from "../users/password.ts";
import type { SealedPlace } from "./sealed-text.ts";

interface Place {
  readonly label: string;
  purpose(key: readonly string[]): string;
}

export const sealedPlaces: Readonly<Record<SealedPlace, Place>> = {
  signingKeys: { label: "signing keys", purpose: ([poolId = ""]) => signingKeyPurpose(poolId) },
  accessKeys: { label: "access keys", purpose: () => accessKeyPurpose },
  clients: { label: "client secrets", purpose: () => clientSecretPurpose },
  triggerTargets: { label: "webhook secrets", purpose: ([poolId = ""]) => webhookSecretPurpose(poolId) },
  passwordVerifiers: { label: "password verifiers", purpose: () => srpPurpose },
  softwareTokens: { label: "authenticator apps", purpose: ofPerson },
  pendingSoftwareTokens: { label: "authenticator apps being set up", purpose: ofPerson },
  devices: {
    label: "devices",
    purpose: ([poolId = "", sub = "", deviceKey = ""]) => deviceVerifierPurpose({ poolId, sub, deviceKey }),
  },
  messages: { label: "messages", purpose: () => messagePurpose },
};

function ofPerson([poolId = "", sub = ""]: readonly string[]): string {
  return softwareTokenPurpose({ poolId, sub });
}
