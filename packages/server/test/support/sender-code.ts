/** What a handler of CustomEmailSender does with the code it gets: the two lines of `docs/triggers.md`, and `decrypt`. */
import { buildDecrypt } from "@aws-crypto/decrypt-node";
import { RawAesKeyringNode, RawAesWrappingSuiteIdentifier } from "@aws-crypto/raw-aes-keyring-node";

export const senderKey = Buffer.alloc(32, 9).toString("base64");

export async function decryptCode(code: string, key = senderKey): Promise<string> {
  const keyring = new RawAesKeyringNode({
    keyNamespace: "poolhouse",
    keyName: "custom-sender",
    unencryptedMasterKey: new Uint8Array(Buffer.from(key, "base64")),
    wrappingSuite: RawAesWrappingSuiteIdentifier.AES256_GCM_IV12_TAG16_NO_PADDING,
  });
  const { decrypt } = buildDecrypt();
  const { plaintext } = await decrypt(keyring, Buffer.from(code, "base64"));
  return plaintext.toString("utf8");
}
