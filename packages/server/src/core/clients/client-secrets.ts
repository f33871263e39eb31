/** A client's secrets are sealed at rest, compared in constant time, and two may be valid at once. */
import type { World } from "../ports.ts";
import type { Client, ClientSecret } from "./client.ts";

export const clientSecretPurpose = "client-secret";
const alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

/** 52 characters of 36: 268 bits. */
export function generateClientSecret(world: World): string {
  return world.random.characters(52, alphabet);
}

export function sealClientSecret(world: World, secret: string): ClientSecret {
  return {
    secretId: world.random.characters(26, alphabet),
    sealedSecret: world.sealing.seal(clientSecretPurpose, secret),
    createdAt: world.clock.now(),
  };
}

/** In the clear, oldest first. */
export function clientSecrets(world: Pick<World, "sealing">, client: Client): readonly string[] {
  let secrets = opened.get(client.secrets);
  if (secrets === undefined) {
    secrets = client.secrets.map(({ sealedSecret }) => {
      const secret = world.sealing.open(clientSecretPurpose, sealedSecret);
      if (secret === undefined) throw new Error(`the secret of client ${client.clientId} does not open`);
      return secret;
    });
    opened.set(client.secrets, secrets);
  }
  return secrets;
}

/** The store hands out the same client until it changes: its secrets are opened once, and forgotten with it. */
const opened = new WeakMap<readonly ClientSecret[], readonly string[]>();

export function isClientSecret(world: World, client: Client, given: string): boolean {
  return clientSecrets(world, client)
    .map((secret) => world.digests.equal(secret, given))
    .includes(true);
}

/** With its secret, when it has one; a public client by sending none. */
export function provesItself(world: World, client: Client, given: string | undefined): boolean {
  return client.secrets.length === 0 ? given === undefined : isClientSecret(world, client, given ?? "");
}
