/**
 * Codes for CustomEmailSender and CustomSMSSender, encrypted as AWS Encryption SDK messages, which is what their handlers
 * open. The key is the operator's own instead of one of KMS.
 */
import { createSecretKey, type KeyObject } from "node:crypto";

/** What a handler names its keyring's key by. */
const senderKeyNamespace = "poolhouse";
const senderKeyName = "custom-sender";

/** The library takes up to a tenth of a second to load, which houses without a sender are spared. */
export async function encryptForSender(key: KeyObject, code: string): Promise<string> {
  const [{ buildEncrypt }, keyrings] = await Promise.all([
    import("@aws-crypto/encrypt-node"),
    import("@aws-crypto/raw-aes-keyring-node"),
  ]);
  const { RawAesKeyringNode, RawAesWrappingSuiteIdentifier } = keyrings;
  const keyring = new RawAesKeyringNode({
    keyNamespace: senderKeyNamespace,
    keyName: senderKeyName,
    unencryptedMasterKey: new Uint8Array(key.export()),
    wrappingSuite: RawAesWrappingSuiteIdentifier.AES256_GCM_IV12_TAG16_NO_PADDING,
  });
  const { encrypt } = buildEncrypt();
  const { result } = await encrypt(keyring, code);
  return result.toString("base64");
}

/** 32 bytes in base64. A key object prints nothing of itself. */
export function parseSenderKey(base64: string): KeyObject {
  return createSecretKey(Buffer.from(base64, "base64"));
}
