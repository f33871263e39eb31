/** A person's tokens, by the two ways there are: the JSON API, and an authorization code. */
import { createHmac, randomUUID } from "node:crypto";
import { InitiateAuthCommand } from "@aws-sdk/client-cognito-identity-provider";
import { clientId, familyId, poolId, sub } from "../../src/core/ids.ts";
import { askToken, type Form, type FormAnswer } from "./oauth.ts";
import { codeClient, type TestClient, type TestPerson } from "./pool.ts";
import type { TestServer } from "./server.ts";

export interface TestTokens {
  readonly accessToken: string;
  readonly idToken: string;
  readonly refreshToken: string;
}

/** The client allows USER_PASSWORD_AUTH. */
export async function signInByPassword(
  { admin }: TestServer,
  client: TestClient,
  { username, password }: TestPerson,
): Promise<TestTokens> {
  const AuthParameters = { USERNAME: username, PASSWORD: password, ...secretHash(client, username) };
  const { AuthenticationResult } = await admin.send(
    new InitiateAuthCommand({ ClientId: client.clientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }),
  );
  const { AccessToken = "", IdToken = "", RefreshToken = "" } = AuthenticationResult ?? {};
  return { accessToken: AccessToken, idToken: IdToken, refreshToken: RefreshToken };
}

export function secretHash({ clientId, clientSecret }: TestClient, name: string): { SECRET_HASH?: string } {
  if (clientSecret === "") return {};
  return { SECRET_HASH: createHmac("sha256", clientSecret).update(name + clientId).digest("base64") };
}

export const redirectUri = codeClient.CallbackURLs[0] ?? "";

export interface CodeRequest {
  readonly poolId: string;
  readonly client: TestClient;
  readonly person: TestPerson;
  readonly scopes?: readonly string[];
  readonly nonce?: string;
  /** Of PKCE; without it the sign-in began without a challenge. */
  readonly verifier?: string;
}

/** The code of a sign-in that happens at this moment, without a browser. */
export async function issueCode({ world }: TestServer, request: CodeRequest): Promise<string> {
  const { client, person, scopes = ["openid"], nonce, verifier } = request;
  const code = randomUUID();
  const now = world.clock.now();
  await world.store.write(({ authorizationCodes }) =>
    authorizationCodes.insert({
      poolId: poolId(request.poolId),
      codeHash: world.digests.sha256(code),
      clientId: clientId(client.clientId),
      sub: sub(person.sub),
      familyId: familyId(randomUUID()),
      redirectUri,
      scopes,
      nonce,
      codeChallenge: verifier === undefined ? undefined : world.digests.sha256(verifier),
      authenticatedAt: now,
      expiresAt: now + 300_000,
    }),
  );
  return code;
}

export async function redeem(
  server: TestServer,
  client: TestClient,
  code: string,
  form: Form = {},
): Promise<FormAnswer> {
  return askToken(server, client, {
    grant_type: "authorization_code",
    code,
    redirect_uri: redirectUri,
    ...form,
  });
}

/** An ID token only when `openid` is among the scopes. */
export async function signInByCode(server: TestServer, request: CodeRequest): Promise<TestTokens> {
  const verifier: Form = request.verifier === undefined ? {} : { code_verifier: request.verifier };
  const { status, body, text } = await redeem(server, request.client, await issueCode(server, request), verifier);
  if (status !== 200) throw new Error(`no tokens for the code: ${text}`);
  const { access_token = "", id_token = "", refresh_token = "" } = body;
  return { accessToken: access_token, idToken: id_token, refreshToken: refresh_token };
}
