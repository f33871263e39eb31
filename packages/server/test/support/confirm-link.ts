/** A pool that confirms by mailed links, with a mail server behind it, and what can be done with a link. */
import {
  AdminGetUserCommand,
  type CreateUserPoolCommandInput,
} from "@aws-sdk/client-cognito-identity-provider";
import { expect } from "vitest";
import { type CauseName, causes } from "../../src/core/events/causes.ts";
import { createBrowser, type Page, textOf } from "./browser.ts";
import { callHouse } from "./house.ts";
import { type Mail, type MailServer, mailSettings, startMailServer } from "./mail-server.ts";
import { told } from "./oauth-failure.ts";
import { passwordClient } from "./people.ts";
import { createPool } from "./pool.ts";
import { startTestServer, type TestServer } from "./server.ts";
import { signUp } from "./sign-up.ts";

export const byLink = {
  PoolName: "Lakeside",
  AutoVerifiedAttributes: ["email"],
  VerificationMessageTemplate: {
    DefaultEmailOption: "CONFIRM_WITH_LINK",
    EmailMessageByLink: "<p>Welcome. {##Confirm##}</p>",
    EmailSubjectByLink: "Confirm",
  },
} satisfies Partial<CreateUserPoolCommandInput>;

export interface LinkStage {
  readonly server: TestServer;
  readonly mail: MailServer;
  readonly poolId: string;
  /** Of the app called Boats. */
  readonly clientId: string;
  /** Of a client that hides who exists. */
  readonly hiding: string;
  close(): Promise<void>;
}

export async function startLinkStage(): Promise<LinkStage> {
  const mail = await startMailServer();
  const server = await startTestServer([], mailSettings(mail.url));
  const poolId = await createPool(server, byLink);
  const clientId = await passwordClient(server, poolId, { ClientName: "Boats" });
  const hiding = await passwordClient(server, poolId, { PreventUserExistenceErrors: "ENABLED" });
  const close = async () => {
    await server.close();
    await mail.close();
  };
  return { server, mail, poolId, clientId, hiding, close };
}

export const addressOf = (name: string): string => `${encodeURIComponent(name)}@example.com`;

export async function lastMailTo({ server, mail }: LinkStage, address: string): Promise<Mail> {
  await server.drain();
  const last = mail.mails.findLast(({ recipients }) => recipients.includes(address));
  if (last === undefined) throw new Error(`nothing arrived at ${address}`);
  return last;
}

export async function lastLinkTo(stage: LinkStage, address: string): Promise<string> {
  const { text } = await lastMailTo(stage, address);
  return pathOf(new URL(/http\S+/.exec(text)?.[0] ?? ""));
}

/** Signs somebody up and answers the link they got, as a path. */
export async function begin(stage: LinkStage, name: string, client = stage.clientId): Promise<string> {
  await signUp(stage.server, client, name, { email: addressOf(name) });
  return lastLinkTo(stage, addressOf(name));
}

export const pathOf = ({ pathname, search }: URL): string => pathname + search;

/** The same link with other values. */
export function changed(link: string, changes: Readonly<Record<string, string>>): string {
  const url = new URL(link, "http://localhost");
  for (const [name, value] of Object.entries(changes)) url.searchParams.set(name, value);
  return pathOf(url);
}

export function codeOf(link: string): string {
  return new URL(link, "http://localhost").searchParams.get("confirmation_code") ?? "";
}

/** Posts what the link says, as its page would. */
export function press(
  { server }: LinkStage,
  link: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Page> {
  const { pathname, searchParams } = new URL(link, server.url);
  return createBrowser(server.url).post(pathname, Object.fromEntries(searchParams), headers);
}

/** The account's status, and whether its address is verified. */
export async function stateOf({ server, poolId }: LinkStage, Username: string, UserPoolId = poolId) {
  const user = await server.admin.send(new AdminGetUserCommand({ UserPoolId, Username }));
  const verified = user.UserAttributes?.find(({ Name }) => Name === "email_verified")?.Value;
  return [user.UserStatus, verified];
}

export const unconfirmed = ["UNCONFIRMED", "false"];
export const confirmed = ["CONFIRMED", "true"];

export function expectDead(page: Page): void {
  expect(page.status).toBe(400);
  expect(textOf(page.html)).toContain("This link is no longer good");
  expect(textOf(page.html)).toContain("have the app send you another mail");
}

/** What differs from one refusal to the next is the request's own id. */
export function wordsOf(page: Page): string {
  return textOf(page.html.replaceAll(requestIdOf(page), ""));
}

/** What `poolhouse explain` says of the request behind a page. */
export async function explanationOf({ server }: LinkStage, page: Page, cause: CauseName): Promise<string> {
  const { Explanation } = await callHouse(server, "ExplainRequest", { RequestId: requestIdOf(page) });
  const { Error: error, Paragraph } = Object(Explanation);
  expect(error).toBe(causes[cause].error);
  expect(Paragraph).toContain(" came to /confirmUser and was answered ");
  expect(Paragraph).toContain(causes[cause].change);
  expect(Paragraph).not.toMatch(/\{\w+\}/);
  told.add(cause);
  return Paragraph;
}

const requestIdOf = ({ headers }: Page) => headers.get("x-amz-cognito-request-id") ?? "";
