/** Second factors on the sign-in pages in a story: the way to them, and whether somebody got past. */
import { expect } from "vitest";
import type { Browser, Page } from "./browser.ts";
import { answerOf, authorizePath, type Stage } from "./hosted.ts";
import type { MfaStage } from "./mfa.ts";
import { codeClient, createClient, password } from "./pool.ts";

/** An app of the pool for the hosted pages, and somebody who is about to use it. */
export async function hostedStage(
  { server, UserPoolId: poolId }: MfaStage,
  username: string,
): Promise<Stage> {
  const client = await createClient(server, poolId, { ...codeClient, ClientName: "Lakeside" });
  return { server, poolId, client, person: { username, password, sub: "" } };
}

export async function isSignedIn(stage: Stage, browser: Browser): Promise<boolean> {
  return "code" in answerOf(await browser.get(authorizePath(stage, { prompt: "none" })));
}

export async function expectNoWayIn(stage: Stage, browser: Browser, page: Page): Promise<void> {
  expect(page.location).toBeUndefined();
  expect(browser.cookies.has(`poolhouse-session-${stage.poolId}`)).toBe(false);
  expect(await isSignedIn(stage, browser)).toBe(false);
}
