/** Somebody on the pages of their own account. */
import type { CreateUserPoolClientCommandInput } from "@aws-sdk/client-cognito-identity-provider";
import { expect } from "vitest";
import { type Browser, type Page, textOf } from "./browser.ts";
import { authorizePath, browserOf, queryOf, type Stage } from "./hosted.ts";
import { choiceFlows } from "./passkeys.ts";
import { codeClient, createClient, createPerson, password } from "./pool.ts";
import type { TestServer } from "./server.ts";

export async function ownStage(
  server: TestServer,
  poolId: string,
  settings: Partial<CreateUserPoolClientCommandInput> = {},
): Promise<Stage> {
  const own = { ClientName: "Lakeside", ExplicitAuthFlows: [...choiceFlows], ...settings };
  const client = await createClient(server, poolId, { ...codeClient, ...own });
  return { server, poolId, client, person: { username: "", password, sub: "" } };
}

export function ownPath(stage: Stage, page: string): string {
  return `${page}?${queryOf(stage)}`;
}

/** Somebody new with a verified address, who has just signed in. */
export async function signedInAt(
  stage: Stage,
  username: string,
  attributes: Readonly<Record<string, string>> = {},
): Promise<Browser> {
  const email = username.includes("@") ? {} : { email: `${username}@example.com` };
  await createPerson(stage.server, stage.poolId, username, {
    ...email,
    email_verified: "true",
    ...attributes,
  });
  const browser = browserOf(stage);
  await signInTo(stage, browser, username);
  return browser;
}

export async function signInTo(
  stage: Stage,
  browser: Browser,
  username: string,
  given = password,
): Promise<Page> {
  const page = await browser.submit(await browser.visit(authorizePath(stage, { prompt: "login" })), {
    username,
    password: given,
  });
  expect(page.location).toContain("code=");
  return page;
}

/** Presses a button of the account page. */
export async function press(
  stage: Stage,
  browser: Browser,
  action: string,
  about: Readonly<Record<string, string>> = {},
): Promise<Page> {
  return browser.submit(await browser.visit(ownPath(stage, "/account")), { action, ...about });
}

export async function textAt(stage: Stage, browser: Browser, page = "/account"): Promise<string> {
  return textOf((await browser.visit(ownPath(stage, page))).html);
}
