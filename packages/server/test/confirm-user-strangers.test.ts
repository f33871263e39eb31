/** The page behind a confirmation link, and strangers: what they learn there, and what they cannot do. */
import { request } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { parseConfig } from "../src/config/config.ts";
import { startServer } from "../src/server.ts";
import { createBrowser, textOf } from "./support/browser.ts";
import { expectEveryCauseTold } from "./support/chapters.ts";
import {
  begin,
  byLink,
  changed,
  codeOf,
  expectDead,
  explanationOf,
  type LinkStage,
  lastLinkTo,
  press,
  startLinkStage,
  stateOf,
  unconfirmed,
  wordsOf,
} from "./support/confirm-link.ts";
import { otherThan } from "./support/inbox.ts";
import { passwordClient } from "./support/people.ts";
import { createPerson, createPool } from "./support/pool.ts";
import type { TestServer } from "./support/server.ts";
import { confirm, signUp } from "./support/sign-up.ts";

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

describe("HP-06: says the same", () => {
  test("whatever is wrong with the link", async () => {
    for (const client of [clientId, hiding]) {
      const name = client === clientId ? "eve" : "hidden-eve";
      const path = await begin(stage, name, client);
      const wrong = await press(stage, changed(path, { confirmation_code: otherThan(codeOf(path)) }));
      expectDead(wrong);
      await createPerson(server, poolId, `old-${name}`);
      for (const other of ["nobody", `old-${name}`]) {
        const page = await press(stage, changed(path, { user_name: other }));
        expect([page.status, wordsOf(page)]).toEqual([wrong.status, wordsOf(wrong)]);
      }
      const nowhere = await press(stage, changed(path, { client_id: "nobody" }));
      expect([nowhere.status, wordsOf(nowhere)]).toEqual([wrong.status, wordsOf(wrong)]);
      expect(wrong.html).not.toContain(codeOf(path));
      expect(await stateOf(stage, name)).toEqual(unconfirmed);
    }
  });

  test("to whoever opens it, about somebody and nobody", async () => {
    const path = await begin(stage, "opened");
    const page = await browser().visit(path);
    const nobody = await browser().visit(changed(path, { user_name: "nobody" }));
    expect(nobody.status).toBe(200);
    expect(nobody.html.replaceAll("nobody", "opened")).toBe(page.html);
  });

  test.each([
    "/confirmUser",
    "/confirmUser?client_id=a&user_name=b",
    "/confirmUser?client_id=nobody&user_name=ada&confirmation_code=123456",
    "/confirmUser?client_id=a&client_id=b&user_name=ada&confirmation_code=123456",
    "/confirmUser?client_id=CLIENT&user_name=call+0900+now&confirmation_code=123456",
    `/confirmUser?client_id=CLIENT&user_name=${"a".repeat(129)}&confirmation_code=123456`,
    "/confirmUser?client_id=CLIENT&user_name=ada&confirmation_code=123+456",
  ])("of %s, opened or posted", async (path) => {
    const whole = path.replace("CLIENT", clientId);
    expectDead(await browser().get(whole));
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const body = whole.split("?")[1] ?? "";
    const posted = await fetch(`${server.url}/confirmUser`, { method: "POST", headers, body });
    expect([posted.status, await posted.text()]).toEqual([400, expect.stringContaining("no longer good")]);
  });
});

describe("limits", () => {
  test("AC-03: of forty wrong codes at once no more are looked at than the lock-out allows", async () => {
    const path = await begin(stage, "storm", hiding);
    const wrong = changed(path, { confirmation_code: otherThan(codeOf(path)) });
    const pages = await Promise.all(Array.from({ length: 40 }, () => press(stage, wrong)));
    expect(pages.filter(({ status }) => status === 400)).toHaveLength(5);
    const locked = pages.filter(({ status }) => status === 429);
    expect(locked).toHaveLength(35);
    expect(textOf(locked[0]?.html ?? "")).toContain("Wait a while, then open the link again.");
    expect((await press(stage, path)).status, "the right one waits too").toBe(429);
  });

  test.each(["counted", "nobody-counted"])(
    "fifteen tries an hour, the operation's among them: %s",
    async (name) => {
      if (name === "counted") await begin(stage, name);
      const query = { client_id: hiding, user_name: name, confirmation_code: "wrong" };
      const wrong = `/confirmUser?${new URLSearchParams(query)}`;
      for (let attempt = 0; attempt < 15; attempt++) {
        if (attempt % 2 === 0) expectDead(await press(stage, wrong));
        else await confirm(server, hiding, name, "wrong").catch(() => undefined);
        server.advance(200);
      }
      const page = await press(stage, wrong);
      expect(page.status).toBe(429);
      await explanationOf(stage, page, "confirmationTooOften");
    },
  );
});

describe("a stranger", () => {
  test("HP-01: of another site presses no button", async () => {
    const path = await begin(stage, "foreign");
    expect((await press(stage, path, { "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await press(stage, path, { origin: "https://evil.example" })).status).toBe(403);
    expect(await stateOf(stage, "foreign")).toEqual(unconfirmed);
    const ours = { "sec-fetch-site": "same-origin", origin: "null" };
    expect((await press(stage, path, ours)).status).toBe(200);
  });

  test("HP-08: who calls the server by another name changes no address on the page", async () => {
    const { status, html } = await getAs("evil.example", await begin(stage, "renamed"));
    expect(status).toBe(200);
    expect(html).toContain('action="/confirmUser"');
    expect(html).not.toContain("evil.example");
  });

  test("HP-03: a name that is HTML is read as a name", async () => {
    const page = await browser().visit(
      changed(await begin(stage, "html"), { user_name: `"><b/onclick=x>&amp;` }),
    );
    expect(textOf(page.html)).toContain(`You signed up as "><b/onclick=x>&amp; .`);
    expect(page.html).not.toContain("<b/");
  });

  test("HP-09: gets the code from no cache, no Referer and no other site", async () => {
    const path = await begin(stage, "headers");
    for (const page of [await browser().get(path), await press(stage, path), await press(stage, path)]) {
      expect(Object.fromEntries(page.headers)).toMatchObject({
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
        "content-security-policy": expect.stringContaining("default-src 'none'"),
      });
      expect(page.headers.get("access-control-allow-origin")).toBeNull();
    }
  });

  test("finds no other method there", async () => {
    for (const method of ["PUT", "DELETE"]) {
      expect((await fetch(`${server.url}/confirmUser`, { method })).status).toBe(404);
    }
  });
});

test("AC-12: an address that is somebody's alias is taken from nobody", async () => {
  const pool = await createPool(server, { ...byLink, AliasAttributes: ["email"] });
  const client = await passwordClient(server, pool);
  const email = "shared@example.com";
  await createPerson(server, pool, "first", { email, email_verified: "true" });
  await signUp(server, client, "second", { email });
  const page = await press(stage, await lastLinkTo(stage, email));
  expect(page.status).toBe(400);
  expect(textOf(page.html)).toContain("This address has an account already");
  await explanationOf(stage, page, "confirmationAddressTaken");
  expect(await stateOf(stage, "second", pool)).toEqual(unconfirmed);
});

test("TK-15: why a link was refused can be explained, without its code or its name", async () => {
  const path = await begin(stage, "explained");
  const code = otherThan(codeOf(path));
  const paragraph = await explanationOf(
    stage,
    await press(stage, changed(path, { confirmation_code: code })),
    "confirmationRefused",
  );
  expect(paragraph).toContain(`of the client ${clientId} (user pool ${poolId})`);
  expect(paragraph).toContain("CodeMismatchException");
  expect(paragraph).not.toContain(code);
  expect(paragraph).not.toContain("explained");
});

test("TK-15: no code reaches the log, not even when the server fails over it", async () => {
  const lines: string[] = [];
  const keep = (...said: unknown[]) => void lines.push(JSON.stringify(said, withErrors));
  const log = { error: keep, warn: keep, info: keep };
  const data = join(server.dataFolder, "second");
  const settings = { poolhouse: {}, threadPoolSize: undefined, noColor: true };
  let isBroken = false;
  const now = () => {
    if (isBroken) throw new Error("the clock stopped");
    return server.clock.now();
  };
  const start = (...args: string[]) =>
    startServer(parseConfig(["--port", "0", "--data", data, ...args], settings), { clock: { now }, log });
  // Only a development server makes a pool by itself, and only another has a clock that may stop.
  const first = await start("--dev");
  await first.close();
  const second = await start();
  onTestFinished(() => second.close());
  const form = {
    client_id: first.quickstart?.clients.spa.clientId ?? "",
    user_name: "ada",
    confirmation_code: "code-493027",
  };
  const ask = createBrowser(second.url);
  expect((await ask.get(`/confirmUser?${new URLSearchParams(form)}`)).status).toBe(200);
  expectDead(await ask.post("/confirmUser", form));
  isBroken = true;
  const page = await ask.post(`/confirmUser?${new URLSearchParams(form)}`, form);
  isBroken = false;
  expect(page.status).toBe(500);
  expect(lines.join("\n")).toContain("/confirmUser failed");
  expect(lines.join("\n")).not.toContain("code-493027");
});

test("every cause is told", () => {
  expectEveryCauseTold("confirmUser");
});

/** An opened link, by a browser that calls the server by another name. */
function getAs(name: string, path: string): Promise<{ status: number | undefined; html: string }> {
  return new Promise((resolve, reject) => {
    const headers = { host: name, "x-forwarded-host": name, forwarded: `host=${name};proto=https` };
    const call = request(server.url + path, { headers }, (response) => {
      let html = "";
      response.setEncoding("utf8").on("data", (text: string) => {
        html += text;
      });
      response.on("end", () => resolve({ status: response.statusCode, html }));
    });
    call.on("error", reject).end();
  });
}

function withErrors(_key: string, value: unknown): unknown {
  return value instanceof Error ? `${value.stack}` : value;
}
