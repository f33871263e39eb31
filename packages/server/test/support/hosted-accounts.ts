/** Somebody's own account on the pages: a pool that takes sign-ups, and the way through them. */
import {
  AdminGetUserCommand,
  type CreateUserPoolCommandInput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Browser, Page } from "./browser.ts";
import { linkOf } from "./browser.ts";
import { authorizePath, type Changes, type Stage } from "./hosted.ts";
import { codeClient, createClient, createPool, password } from "./pool.ts";
import type { TestServer } from "./server.ts";

export const byMail = {
  AutoVerifiedAttributes: ["email"],
  UsernameAttributes: ["email"],
  UsernameConfiguration: { CaseSensitive: false },
} satisfies Partial<CreateUserPoolCommandInput>;

export async function accountStage(
  server: TestServer,
  settings: Partial<CreateUserPoolCommandInput> = byMail,
): Promise<Stage> {
  const poolId = await createPool(server, settings);
  return stageOf(server, poolId);
}

/** An app for the hosted pages of a pool that is there already. */
export async function stageOf(server: TestServer, poolId: string): Promise<Stage> {
  const client = await createClient(server, poolId, { ...codeClient, ClientName: "Lakeside" });
  return { server, poolId, client, person: { username: "", password, sub: "" } };
}

/** From the sign-in page by its link. */
export async function toSignUp(stage: Stage, browser: Browser, changes: Changes = {}): Promise<Page> {
  return browser.visit(linkOf(await browser.visit(authorizePath(stage, changes)), "Create account"));
}

export async function toForgotPassword(stage: Stage, browser: Browser): Promise<Page> {
  return browser.visit(linkOf(await browser.visit(authorizePath(stage)), "Forgot your password?"));
}

export function newAccount(username: string, given = password) {
  return { username, password: given, confirmPassword: given };
}

export async function accountOf({ server, poolId }: Stage, Username: string) {
  const user = await server.admin.send(new AdminGetUserCommand({ UserPoolId: poolId, Username }));
  const attributes = Object.fromEntries(
    (user.UserAttributes ?? []).map(({ Name = "", Value = "" }) => [Name, Value]),
  );
  return { status: user.UserStatus, attributes };
}
