/** A pool with an app and a person, and the way from /oauth2/authorize to the app's answer. */
import { createHash } from "node:crypto";
import {
  AdminCreateUserCommand,
  type CreateUserPoolClientCommandInput,
} from "@aws-sdk/client-cognito-identity-provider";
import { type Browser, createBrowser, type Page } from "./browser.ts";
import { askToken, type FormAnswer } from "./oauth.ts";
import {
  codeClient,
  createClient,
  createPerson,
  createPool,
  password,
  type TestClient,
  type TestPerson,
} from "./pool.ts";
import type { TestServer } from "./server.ts";

export interface Stage {
  readonly server: TestServer;
  readonly poolId: string;
  readonly client: TestClient;
  readonly person: TestPerson;
}

export const callback = codeClient.CallbackURLs[0] ?? "";

export async function setStage(
  server: TestServer,
  settings: Partial<CreateUserPoolClientCommandInput> = {},
): Promise<Stage> {
  const poolId = await createPool(server);
  const client = await createClient(server, poolId, { ...codeClient, ClientName: "Lakeside", ...settings });
  const person = await createPerson(server, poolId, "ada", {
    email: "ada@example.com",
    email_verified: "true",
  });
  return { server, poolId, client, person };
}

export const verifier = "a-verifier-that-is-long-enough-to-be-one-0123456789";
export const challenge = createHash("sha256").update(verifier).digest("base64url");

export type Changes = Readonly<Record<string, string | undefined>>;

/** A good request; `undefined` takes a parameter away. */
export function queryOf({ client }: Pick<Stage, "client">, changes: Changes = {}): string {
  const parameters = {
    client_id: client.clientId,
    redirect_uri: callback,
    response_type: "code",
    scope: "openid email",
    state: "s-1",
    ...changes,
  };
  const pairs = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  return new URLSearchParams(pairs).toString();
}

export function authorizePath(stage: Pick<Stage, "client">, changes: Changes = {}): string {
  return `/oauth2/authorize?${queryOf(stage, changes)}`;
}

/** From the app's link to its answer, by name and password. */
export async function signIn(stage: Stage, browser: Browser, changes: Changes = {}): Promise<Page> {
  const page = await browser.visit(authorizePath(stage, changes));
  return browser.submit(page, { username: stage.person.username, password });
}

export function browserOf({ server }: Pick<Stage, "server">): Browser {
  return createBrowser(server.url);
}

/** What came to the app, from query or fragment. */
export function answerOf({ location = "" }: Pick<Page, "location">): Record<string, string> {
  const url = new URL(location);
  return Object.fromEntries(new URLSearchParams(url.hash === "" ? url.search : url.hash.slice(1)));
}

export async function redeemAnswer(
  stage: Stage,
  page: Page,
  form: Readonly<Record<string, string>> = {},
): Promise<FormAnswer> {
  const { code = "" } = answerOf(page);
  return askToken(stage.server, stage.client, {
    grant_type: "authorization_code",
    code,
    redirect_uri: callback,
    ...form,
  });
}

export const temporaryPassword = "Temporary-Horse-1";

/** Somebody who has to choose a password of their own. */
export async function invite(
  { server, poolId }: Stage,
  username: string,
  attributes: Readonly<Record<string, string>> = {},
): Promise<void> {
  await server.admin.send(
    new AdminCreateUserCommand({
      UserPoolId: poolId,
      Username: username,
      TemporaryPassword: temporaryPassword,
      MessageAction: "SUPPRESS",
      UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    }),
  );
}

export function claimsOf(token = ""): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
}
