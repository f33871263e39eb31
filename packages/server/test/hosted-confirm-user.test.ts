/** The link of a confirmation mail: what opening it does, and what its button does. */
import { ResendConfirmationCodeCommand } from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { createBrowser, formOf, textOf } from "./support/browser.ts";
import {
  addressOf,
  begin,
  byLink,
  changed,
  codeOf,
  confirmed,
  expectDead,
  explanationOf,
  type LinkStage,
  lastLinkTo,
  lastMailTo,
  pathOf,
  press,
  startLinkStage,
  stateOf,
  unconfirmed,
} from "./support/confirm-link.ts";
import { passwordClient, signIn } from "./support/people.ts";
import { createPool } from "./support/pool.ts";
import type { TestServer } from "./support/server.ts";
import { confirm, signUp } from "./support/sign-up.ts";
import { startTriggerHost } from "./support/trigger-host.ts";
import { poolWithTriggers } from "./support/trigger-pool.ts";

let stage: LinkStage;
let server: TestServer;
let poolId: string;
let clientId: string;
let hiding: string;

beforeAll(async () => {
  stage = await startLinkStage();
  ({ server, poolId, clientId, hiding } = stage);
});
afterAll(() => stage.close());

const browser = () => createBrowser(server.url);

describe("the mailed link", () => {
  test.each(["text", "html"] as const)("of the %s part leads to a button that confirms", async (part) => {
    const name = `ada&co-${part}`;
    await begin(stage, name);
    const letter = await lastMailTo(stage, addressOf(name));
    const href = /href="([^"]*)"/.exec(letter.html)?.[1]?.replaceAll("&#38;", "&") ?? "";
    const link = new URL(part === "text" ? (/http\S+/.exec(letter.text)?.[0] ?? "") : href);
    expect(link.origin).toBe(server.url);
    const reader = browser();
    const page = await reader.visit(pathOf(link));
    expect(page.status).toBe(200);
    const words = textOf(page.html);
    expect(words).toContain("Confirm your account to sign in to Boats");
    expect(words).toContain(`You signed up as ${name} .`);
    expect(page.html).toContain("<title>Confirm your account – Lakeside</title>");
    expect(page.html.match(/<button/g)).toHaveLength(1);
    expect(formOf(page).action).toBe("/confirmUser");
    expect(await stateOf(stage, name)).toEqual(unconfirmed);

    const done = await reader.submit(page, {});
    expect(done.status).toBe(200);
    expect(textOf(done.html)).toContain("Your account is confirmed You can sign in to Boats now");
    expect(await stateOf(stage, name)).toEqual(confirmed);
    await signIn(server, clientId, name);
    expect(reader.cookies.size).toBe(0);
  });

  test("AP-08: opened ten times, by scanners of mail or anybody, changes nothing", async () => {
    const path = await begin(stage, "scanned");
    for (let time = 0; time < 10; time++) expect((await browser().get(path)).status).toBe(200);
    const head = await fetch(server.url + path, { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
    expect(await stateOf(stage, "scanned")).toEqual(unconfirmed);
    await confirm(server, clientId, "scanned", codeOf(path));
  });

  test("confirms once: pressed again, it is no longer good", async () => {
    const path = await begin(stage, "twice");
    expect((await press(stage, path)).status).toBe(200);
    const again = await press(stage, path);
    expectDead(again);
    expect(textOf(again.html)).toContain("If you have confirmed your account already, sign in");
    expect(await stateOf(stage, "twice")).toEqual(confirmed);
  });

  test("AC-06: of twenty presses at once, one confirms", async () => {
    const path = await begin(stage, "race", hiding);
    const pages = await Promise.all(Array.from({ length: 20 }, () => press(stage, path)));
    expect(pages.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await stateOf(stage, "race")).toEqual(confirmed);
  });

  test("AC-07: is replaced by the next mail's", async () => {
    const old = await begin(stage, "resent");
    server.advance(1);
    await server.admin.send(new ResendConfirmationCodeCommand({ ClientId: clientId, Username: "resent" }));
    const path = await lastLinkTo(stage, addressOf("resent"));
    if (codeOf(old) !== codeOf(path)) expectDead(await press(stage, old));
    expect((await press(stage, path)).status).toBe(200);
  });

  test("is good for a day, and then confirms nobody", async () => {
    const path = await begin(stage, "late");
    server.advance(86_400);
    expectDead(await press(stage, path));
    expect(await stateOf(stage, "late")).toEqual(unconfirmed);
  });

  test("works for a client with a secret, which no browser knows", async () => {
    const path = await begin(stage, "secretive");
    const other = await passwordClient(server, poolId, { GenerateSecret: true });
    expect((await press(stage, changed(path, { client_id: other }))).status).toBe(200);
    expect(await stateOf(stage, "secretive")).toEqual(confirmed);
  });

  test("names nobody by an id alone", async () => {
    const pool = await createPool(server, { ...byLink, UsernameAttributes: ["email"] });
    const email = "ida@example.com";
    await signUp(server, await passwordClient(server, pool), email, { email });
    const path = await lastLinkTo(stage, email);
    const page = await browser().visit(path);
    expect(textOf(page.html)).not.toContain("You signed up as");
    expect((await press(stage, path)).status).toBe(200);
  });
});

test("a trigger that fails afterwards does not hide that the account is confirmed", async () => {
  const host = await startTriggerHost();
  onTestFinished(() => host.close());
  const pool = await poolWithTriggers(
    server,
    host,
    {
      PostConfirmation: () => {
        throw new Error("no mooring");
      },
    },
    byLink,
  );
  const page = await press(stage, await begin(stage, "moored", await passwordClient(server, pool.poolId)));
  expect(textOf(page.html)).toContain("Your account is confirmed, but what the app does next has failed.");
  expect(await stateOf(stage, "moored", pool.poolId)).toEqual(confirmed);
  expect(pool.events("PostConfirmation")[0]?.triggerSource).toBe("PostConfirmation_ConfirmSignUp");
  expect(await explanationOf(stage, page, "triggerThrew")).toContain("no mooring");
});
