import type { OpenSession, Sessions } from "../ports.ts";
import { type Later, made } from "./later.ts";

/**
 * Who is signed in, for server components and server actions; undefined for nobody. `headers` is what Next.js' `headers()` returns.
 *
 * With a session store all of the session can be used. In cookie mode use only `claims` and `expiresAt` here, and an app client whose
 * refresh tokens do not rotate: where this process does not know the tokens they are renewed, and a component cannot set the cookie of
 * a new refresh token. Call APIs in a route handler made by `withSession`.
 *
 * Throws `store_unavailable`, and in cookie mode `provider_unavailable`.
 *
 * @example
 * import { headers } from "next/headers";
 * const session = await currentSession(sessions, await headers());
 * return <p>{session === undefined ? "Nobody" : session.claims.email}</p>;
 */
export function currentSession(
  sessions: Later<Sessions>,
  headers: Headers,
): Promise<OpenSession | undefined> {
  // The address is not looked at, and of the headers only cookies are.
  const cookie = headers.get("cookie");
  return made(sessions).open(
    new Request("http://host.invalid/", { headers: cookie === null ? {} : { cookie } }),
  );
}
