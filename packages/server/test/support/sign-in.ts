/** A person's tokens, by the two ways there are: the JSON API, and an authorization code. */
import { createHash, createHmac } from "node:crypto";
import { InitiateAuthCommand } from "@aws-sdk/client-cognito-identity-provider";
import { answerOf, browserOf, callback, signIn } from "./hosted.ts";
import { askToken, type Form, type FormAnswer } from "./oauth.ts";
import type { TestClient, TestPerson } from "./pool.ts";
import type { TestServer } from "./server.ts";

export interface TestTokens {
  readonly accessToken: string;
  readonly idToken: string;
  readonly refreshToken: string;
}

/** The client allows USER_PASSWORD_AUTH. */
export async function signInByPassword(
  { admin }: Pick<TestServer, "admin">,
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
  return {
    SECRET_HASH: createHmac("sha256", clientSecret)
      .update(name + clientId)
      .digest("base64"),
  };
}

export const redirectUri = callback;

export interface CodeRequest {
  readonly poolId: string;
  readonly client: TestClient;
  readonly person: TestPerson;
  readonly scopes?: readonly string[];
  readonly nonce?: string;
  /** Of PKCE; without it the sign-in began without a challenge. */
  readonly verifier?: string;
}

/** The code of a sign-in that happens now, on the login page of a fresh browser. */
export async function issueCode(server: TestServer, request: CodeRequest): Promise<string> {
  const { poolId, client, person, scopes = ["openid"], nonce, verifier } = request;
  const pkce = { code_challenge: verifier && sha256(verifier), code_challenge_method: verifier && "S256" };
  const changes = { scope: scopes.join(" "), nonce, ...pkce };
  const stage = { server, poolId, client, person };
  const { code } = answerOf(await signIn(stage, browserOf(stage), changes));
  if (code === undefined) throw new Error("the login page gave no code");
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
  const { status, body, text } = await redeem(
    server,
    request.client,
    await issueCode(server, request),
    verifier,
  );
  if (status !== 200) throw new Error(`no tokens for the code: ${text}`);
  const { access_token = "", id_token = "", refresh_token = "" } = body;
  return { accessToken: access_token, idToken: id_token, refreshToken: refresh_token };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
