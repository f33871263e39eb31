/** One call at every door, for those that only read and for those that write: the JSON API, the token endpoint and the pages. */
import { InitiateAuthCommand } from "@aws-sdk/client-cognito-identity-provider";
import type { Browser } from "../../packages/server/test/support/browser.ts";
import { authorizePath, callback } from "../../packages/server/test/support/hosted.ts";
import { password, type TestClient } from "../../packages/server/test/support/pool.ts";
import { signed, unsigned } from "../fuzz/signed.ts";
import type { RawRequest } from "../fuzz/wire.ts";
import { codeFor, emptyLedger } from "../kill/load.ts";
import { signedInBrowser } from "../kill/sqlite.ts";
import { type KillStage, setKillStage } from "../kill/stage.ts";
import type { ServerProcess } from "../server-process.ts";

export interface Answer {
  readonly door: string;
  readonly status: number;
  /** Seconds; undefined without the header. */
  readonly retryAfter: number | undefined;
  readonly text: string;
}

export interface Doors {
  readonly stage: KillStage;
  readonly browser: Browser;
  /** Of a sign-in whose tokens do not rotate. */
  readonly accessToken: string;
  readonly refreshToken: string;
  /** A refresh token of the client whose tokens rotate, with a window for a retry. */
  readonly rotating: string;
  /** Not redeemed yet. */
  readonly code: string;
}

export async function openDoors(server: ServerProcess): Promise<Doors> {
  const stage = await setKillStage(server);
  const browser = await signedInBrowser(server, stage);
  const [plain, patient] = [await signIn(server, stage.plain), await signIn(server, stage.patient)];
  const code = await codeFor({ browser, stage, ledger: emptyLedger() });
  const { AccessToken = "", RefreshToken = "" } = plain;
  return {
    stage,
    browser,
    accessToken: AccessToken,
    refreshToken: RefreshToken,
    rotating: patient.RefreshToken ?? "",
    code,
  };
}

/** A call that can be made again and again, until it goes through. */
export interface Call {
  readonly door: string;
  readonly ask: () => Promise<Answer>;
}

export function readsAt(server: ServerProcess, { stage, accessToken, refreshToken }: Doors): Call[] {
  const { poolId: UserPoolId, person, plain } = stage;
  const find = JSON.stringify({ UserPoolId, Username: person.username });
  const call = callsTo(server);
  return [
    call("the keys", get(`/${UserPoolId}/.well-known/jwks.json`)),
    call("readiness", get("/health/ready")),
    call("GetUser", unsigned("GetUser", JSON.stringify({ AccessToken: accessToken }))),
    call("AdminGetUser", () => signed(server.url, "AdminGetUser", find)),
    call("a refresh without rotation", refreshForm(plain, refreshToken)),
  ];
}

/** Each goes through once for the same doors. */
export function writesAt(
  server: ServerProcess,
  { stage, rotating, code, browser }: Doors,
  Username: string,
): Call[] {
  const person = JSON.stringify({ UserPoolId: stage.poolId, Username, MessageAction: "SUPPRESS" });
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const call = callsTo(server);
  return [
    call("AdminCreateUser", () => signed(server.url, "AdminCreateUser", person)),
    call("InitiateAuth", unsigned("InitiateAuth", passwordInput(stage))),
    call("a rotation", refreshForm(stage.patient, rotating)),
    call("a code", codeForm(stage.plain, code)),
    call("a sign-in by page", get(authorizePath({ client: stage.plain }), { cookie })),
  ];
}

function callsTo(server: ServerProcess) {
  return (door: string, request: RawRequest | (() => Promise<RawRequest>)): Call => ({
    door,
    ask: async () => ask(server, door, typeof request === "function" ? await request() : request),
  });
}

async function ask(
  { url }: ServerProcess,
  door: string,
  { method, path, headers, body }: RawRequest,
): Promise<Answer> {
  const response = await fetch(url + path, {
    method,
    headers,
    redirect: "manual",
    ...(method === "POST" && { body }),
  });
  const retryAfter = response.headers.get("retry-after");
  const location = response.headers.get("location") ?? "";
  return {
    door,
    // An app is told so at its own address (RFC 6749 §4.1.2.1).
    status: location.includes("error=temporarily_unavailable") ? 503 : response.status,
    retryAfter: retryAfter === null ? undefined : Number(retryAfter),
    text: (await response.text()) + location,
  };
}

async function signIn({ admin }: ServerProcess, { clientId: ClientId }: TestClient) {
  const AuthParameters = { USERNAME: "ada", PASSWORD: password };
  const AuthFlow = "USER_PASSWORD_AUTH";
  const { AuthenticationResult } = await admin.send(
    new InitiateAuthCommand({ ClientId, AuthFlow, AuthParameters }),
  );
  return AuthenticationResult ?? {};
}

function passwordInput({ plain, person }: KillStage): string {
  const AuthParameters = { USERNAME: person.username, PASSWORD: person.password };
  return JSON.stringify({ ClientId: plain.clientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters });
}

function refreshForm({ clientId }: TestClient, token: string): RawRequest {
  return form({ grant_type: "refresh_token", refresh_token: token, client_id: clientId });
}

function codeForm({ clientId }: TestClient, code: string): RawRequest {
  return form({ grant_type: "authorization_code", code, redirect_uri: callback, client_id: clientId });
}

function form(fields: Readonly<Record<string, string>>): RawRequest {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  return { method: "POST", path: "/oauth2/token", headers, body: new URLSearchParams(fields).toString() };
}

function get(path: string, headers: Readonly<Record<string, string>> = {}): RawRequest {
  return { method: "GET", path, headers, body: "" };
}
