/** An access key's id and secret look like AWS's; the secret is sealed at rest. */
import type { World } from "../ports.ts";
import type { AccessKey, AccessKeyScope } from "./access-key.ts";

export const accessKeyPurpose = "access-key";
const idAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const secretAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

export interface NewAccessKey {
  readonly scope: AccessKeyScope;
  readonly description: string;
  /** Of the operator's own choosing; generated otherwise. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
}

/** The row to store, and the secret, which is shown this once. */
export function createAccessKey(
  world: World,
  { scope, description, credentials }: NewAccessKey,
): { readonly key: AccessKey; readonly secretAccessKey: string } {
  const accessKeyId = credentials?.accessKeyId ?? `AKIA${world.random.characters(16, idAlphabet)}`;
  const secretAccessKey = credentials?.secretAccessKey ?? world.random.characters(40, secretAlphabet);
  const sealedSecret = world.sealing.seal(accessKeyPurpose, secretAccessKey);
  return {
    key: { accessKeyId, sealedSecret, scope, description, createdAt: world.clock.now() },
    secretAccessKey,
  };
}

export function accessKeySecret(world: Pick<World, "sealing">, key: AccessKey): string {
  const secret = world.sealing.open(accessKeyPurpose, key.sealedSecret);
  if (secret === undefined) throw new Error(`the secret of access key ${key.accessKeyId} does not open`);
  return secret;
}
