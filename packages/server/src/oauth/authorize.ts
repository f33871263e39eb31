/** /oauth2/authorize, once the request is known to be valid: people who are signed in get an answer at once, others sign in first. */
import type { Client } from "../core/clients/client.ts";
import { inOrder } from "../core/in-order.ts";
import type { World } from "../core/ports.ts";
import { reuseSeconds } from "../core/sessions/silent-reuse.ts";
import { startTrackedFamily } from "../core/sessions/start-tracked-family.ts";
import type { BrowserSessionKey, SignedInBrowser } from "../core/sign-in/browser-sign-in.ts";
import { newAuthorizationCode } from "../core/sign-in/issue-code.ts";
import type { Tables } from "../core/tables.ts";
import { issueTokens } from "../core/tokens/issue.ts";
import { shapeTokens } from "../core/tokens/shape-tokens.ts";
import type { User } from "../core/users/user.ts";
import type { AuthorizeRequest } from "./authorize-request.ts";
import { type AuthorizeResponse, respond } from "./authorize-response.ts";
import { refuse } from "./failures.ts";
import { askingTriggers } from "./trigger-refusals.ts";

export interface SignedInPerson {
  readonly user: User;
  readonly authenticatedAt: number;
  /** Of the browser's session, where the pool tracks sessions. */
  readonly sessionId: string | undefined;
  /** Of the sign-in that has just happened; undefined where an earlier one is reused. */
  readonly eventId: string | undefined;
  readonly ipAddress: string | undefined;
  /** The session that says so; undefined for whoever proves it by this very request. */
  readonly browser: BrowserSessionKey | undefined;
}

/** Whoever a browser's session says. */
export function personOf({ user, session }: SignedInBrowser, ipAddress: string | undefined): SignedInPerson {
  const { authenticatedAt, sessionId } = session;
  return { user, authenticatedAt, sessionId, eventId: undefined, ipAddress, browser: session };
}

/** The answer, or `"signIn"` when a page has to come first. */
export async function authorize(
  world: World,
  request: AuthorizeRequest,
  person: SignedInPerson | undefined,
): Promise<AuthorizeResponse | "signIn"> {
  if (person !== undefined && (await isEnough(world, request, person)))
    return grantAuthorization(world, request, person);
  if (request.prompt !== "none") return "signIn";
  const isOther = person !== undefined && isSomebodyElse(request, person);
  throw refuse(isOther ? "otherPersonSignedIn" : "loginRequired", { client_id: request.client.clientId });
}

/** May an earlier sign-in answer this request (OIDC Core §3.1.2.1)? */
export async function isEnough(
  world: World,
  request: AuthorizeRequest,
  person: SignedInPerson,
): Promise<boolean> {
  return (await whyNotEnough(world, request, person)) === undefined;
}

/** Undefined when it may. Not while the account is locked (TK-19). */
export async function whyNotEnough(
  world: World,
  request: AuthorizeRequest,
  person: SignedInPerson,
): Promise<"somebodyElse" | "asked" | "tooOld" | "locked" | undefined> {
  const { pool, client, prompt, maxAgeSeconds = Number.POSITIVE_INFINITY } = request;
  const now = world.clock.now();
  const age = now - person.authenticatedAt;
  if (isSomebodyElse(request, person)) return "somebodyElse";
  if (prompt === "login" || maxAgeSeconds <= 0) return "asked";
  if (age > maxAgeSeconds * 1000 || age >= reuseSeconds(pool, client) * 1000) return "tooOld";
  const isLocked = await world.store.read.attempts.findLocked(pool.poolId, person.user.sub, now);
  return isLocked ? "locked" : undefined;
}

function isSomebodyElse({ hintedSub }: AuthorizeRequest, { user }: SignedInPerson): boolean {
  return hintedSub !== undefined && hintedSub !== user.sub;
}

/** `alongside` belongs to the same transaction: what ends or begins with this answer, and the person as it leaves them. */
export async function grantAuthorization(
  world: World,
  request: AuthorizeRequest,
  person: SignedInPerson,
  alongside: (tables: Tables) => Promise<User> = async () => person.user,
): Promise<AuthorizeResponse> {
  if (isSomebodyElse(request, person))
    throw refuse("otherPersonSignedIn", { client_id: request.client.clientId });
  const signIn = async (tables: Tables): Promise<User> => {
    await requireSignedIn(world, tables, request, person);
    return alongside(tables);
  };
  return request.responseType === "code"
    ? grantCode(world, request, person, signIn)
    : grantTokens(world, request, person, signIn);
}

/**
 * Signing out, a new password and being disabled end a browser's session, be it since it was found (RT-08): it starts nothing then, nor
 * does that of an account that has been locked since (TK-19).
 */
async function requireSignedIn(
  { clock }: World,
  { attempts, browserSessions }: Tables,
  { client }: AuthorizeRequest,
  { browser, user }: SignedInPerson,
): Promise<void> {
  if (browser === undefined) return;
  const { poolId, sessionHash } = browser;
  const now = clock.now();
  const [session, isLocked] = await inOrder(
    browserSessions.find(poolId, sessionHash, now),
    attempts.findLocked(poolId, user.sub, now),
  );
  if (session === undefined || isLocked) throw refuse("loginRequired", { client_id: client.clientId });
}

async function grantCode(
  world: World,
  request: AuthorizeRequest,
  { user, authenticatedAt, eventId, sessionId: originSessionId }: SignedInPerson,
  alongside: (tables: Tables) => Promise<User>,
): Promise<AuthorizeResponse> {
  const { client, target, scopes, nonce, codeChallenge } = request;
  const { redirectUri } = target;
  const { code, row } = newAuthorizationCode(world, {
    client,
    user,
    authenticatedAt,
    eventId,
    originSessionId,
    redirectUri,
    scopes,
    nonce,
    codeChallenge,
  });
  await world.store.write(alongside, ({ authorizationCodes }) => authorizationCodes.insert(row));
  return respond(target, [["code", code]]);
}

/**
 * Implicit (RFC 6749 §4.2), Cognito's reading: the ID token comes with `openid`, a refresh token never. The token trigger is
 * asked first, so that nobody is signed in by a request that it fails.
 */
async function grantTokens(
  world: World,
  request: AuthorizeRequest,
  { user: person, authenticatedAt, eventId, ipAddress, sessionId: originSessionId }: SignedInPerson,
  alongside: (tables: Tables) => Promise<User>,
): Promise<AuthorizeResponse> {
  const { pool, client, scopes, nonce } = request;
  const groups = await world.store.read.groups.listOfUser(pool.poolId, person.sub);
  const shape = await askingTriggers({ client_id: client.clientId }, (fail) => {
    const occasion = { source: "HostedAuth", metadata: {}, fail } as const;
    return shapeTokens(world, { pool, client, user: person, groups, scopes }, occasion);
  });
  const { user, family } = await world.store.write(async (tables) => {
    const user = await alongside(tables);
    await requireStillThere(tables, client, user);
    const origin = { isHosted: true, authenticatedAt, originSessionId, ipAddress };
    return {
      user,
      family: await startTrackedFamily(world, tables, pool, { client, user, scopes, ...origin }),
    };
  });
  const subject = { pool, client, user, groups, family, scopes, nonce, shape, eventId };
  const tokens = await issueTokens(world, subject, { withAtHash: true });
  return respond(request.target, [
    ...(tokens.idToken === undefined ? [] : [["id_token", tokens.idToken] as const]),
    ["access_token", tokens.accessToken],
    ["token_type", tokens.tokenType],
    ["expires_in", String(tokens.expiresIn)],
    ["scope", tokens.scopes.join(" ")],
  ]);
}

/** The token trigger may have taken seconds, in which the person or the app may have been put out of use (TK-18). */
async function requireStillThere(
  { clients, users }: Pick<Tables, "clients" | "users">,
  { poolId, clientId }: Client,
  { sub }: User,
): Promise<void> {
  const detail = { client_id: clientId };
  if ((await clients.find(poolId, clientId)) === undefined) throw refuse("clientUnknown", detail);
  const user = await users.find(poolId, sub);
  if (!user?.isEnabled || user.status !== "CONFIRMED") throw refuse("loginRequired", detail);
}
