/** /oauth2/authorize once the request is known to be good: who is signed in gets an answer at once, others sign in first. */
import type { World } from "../core/ports.ts";
import { newAuthorizationCode } from "../core/sign-in/issue-code.ts";
import type { Tables } from "../core/tables.ts";
import { issueTokens } from "../core/tokens/issue.ts";
import { startFamily } from "../core/tokens/start-family.ts";
import type { User } from "../core/users/user.ts";
import type { AuthorizeRequest } from "./authorize-request.ts";
import { type AuthorizeResponse, respond } from "./authorize-response.ts";
import { refuse } from "./failures.ts";

export interface SignedInPerson {
  readonly user: User;
  readonly authenticatedAt: number;
}

/** The answer, or `"signIn"` when a page has to come first. */
export async function authorize(
  world: World,
  request: AuthorizeRequest,
  person: SignedInPerson | undefined,
): Promise<AuthorizeResponse | "signIn"> {
  if (person !== undefined && isEnough(world, request, person))
    return grantAuthorization(world, request, person);
  if (request.prompt !== "none") return "signIn";
  const isOther = person !== undefined && isSomebodyElse(request, person);
  throw refuse(isOther ? "otherPersonSignedIn" : "loginRequired", { client_id: request.client.clientId });
}

/** May an earlier sign-in answer this request (OIDC Core §3.1.2.1)? */
export function isEnough(world: World, request: AuthorizeRequest, person: SignedInPerson): boolean {
  const { prompt, maxAgeSeconds = Number.POSITIVE_INFINITY } = request;
  const isRecent = world.clock.now() - person.authenticatedAt <= maxAgeSeconds * 1000;
  return prompt !== "login" && isRecent && maxAgeSeconds > 0 && !isSomebodyElse(request, person);
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
  return request.responseType === "code"
    ? grantCode(world, request, person, alongside)
    : grantTokens(world, request, person, alongside);
}

async function grantCode(
  world: World,
  request: AuthorizeRequest,
  person: SignedInPerson,
  alongside: (tables: Tables) => Promise<User>,
): Promise<AuthorizeResponse> {
  const { client, target, scopes, nonce, codeChallenge } = request;
  const { redirectUri } = target;
  const { code, row } = newAuthorizationCode(world, {
    client,
    ...person,
    redirectUri,
    scopes,
    nonce,
    codeChallenge,
  });
  await world.store.write(async (tables) => {
    await alongside(tables);
    await tables.authorizationCodes.insert(row);
  });
  return respond(target, [["code", code]]);
}

/** Implicit (RFC 6749 §4.2), Cognito's reading: the ID token comes with `openid`, a refresh token never. */
async function grantTokens(
  world: World,
  request: AuthorizeRequest,
  { authenticatedAt }: SignedInPerson,
  alongside: (tables: Tables) => Promise<User>,
): Promise<AuthorizeResponse> {
  const { pool, client, scopes, nonce } = request;
  const { user, family } = await world.store.write(async (tables) => {
    const user = await alongside(tables);
    return {
      user,
      family: await startFamily(world, tables, { client, user, scopes, isHosted: true, authenticatedAt }),
    };
  });
  const groups = await world.store.read.groups.listOfUser(pool.poolId, user.sub);
  const subject = { pool, client, user, groups, family, scopes, nonce };
  const { accessToken, idToken, expiresIn, tokenType } = await issueTokens(world, subject, {
    withAtHash: true,
  });
  return respond(request.target, [
    ...(idToken === undefined ? [] : [["id_token", idToken] as const]),
    ["access_token", accessToken],
    ["token_type", tokenType],
    ["expires_in", String(expiresIn)],
    ["scope", scopes.join(" ")],
  ]);
}
