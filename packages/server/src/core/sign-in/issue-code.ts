/** A new authorization code: the code itself, which is never stored, and the row that recognises it. */
import type { Client } from "../clients/client.ts";
import { familyId } from "../ids.ts";
import type { World } from "../ports.ts";
import type { User } from "../users/user.ts";
import type { AuthorizationCode } from "./authorization-code.ts";

const codeLifetimeMs = 5 * 60_000;

/** What the code is bound to, for whom and for which app. */
export interface AuthorizationCodeRequest
  extends Omit<AuthorizationCode, "poolId" | "codeHash" | "clientId" | "sub" | "familyId" | "expiresAt"> {
  readonly client: Client;
  readonly user: User;
}

export function newAuthorizationCode(
  world: World,
  { client, user, ...rest }: AuthorizationCodeRequest,
): { readonly code: string; readonly row: AuthorizationCode } {
  const code = world.random.uuid();
  const row = {
    ...rest,
    poolId: client.poolId,
    codeHash: world.digests.sha256(code),
    clientId: client.clientId,
    sub: user.sub,
    familyId: familyId(world.random.uuid()),
    expiresAt: world.clock.now() + codeLifetimeMs,
  };
  return { code, row };
}
