/** Tokens of a real server pasted into the inspector's page in a real browser. */
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  altered,
  everyToken,
  foreignKeyPair,
  foreignToken,
  type InspectStage,
  openInspect,
  startInspectStage,
} from "./support/inspect-page.ts";

let stage: InspectStage;
let withKeys: string;
beforeAll(async () => {
  stage = await startInspectStage();
  withKeys = `/inspect?pool=${stage.poolId}`;
});
afterAll(() => stage.close());

test("every kind of token is named, and said to be good, bad or beyond telling", async () => {
  const inspector = await openInspect(stage, withKeys);
  const tokens = await everyToken(stage);
  const said: Record<string, string> = {};
  for (const [name, token] of Object.entries(tokens)) {
    await inspector.paste(token);
    said[name] = (await inspector.page.locator("#said").textContent()) ?? "";
  }
  expect(said).toEqual({
    access: "Access token of a person. Nothing wrong was found.",
    id: "ID token. Nothing wrong was found.",
    refresh: "Refresh token. Nothing wrong can be seen from outside.",
    machine: "Access token of a machine. Nothing wrong was found.",
    code: "Authorization code, by its look. Nothing wrong can be seen from outside.",
    altered:
      "Access token of a person. Something is wrong with it. The signature is wrong: the token was altered, cut off or forged.",
    foreign: "JWT of another kind. Nothing wrong was found, and nothing is proven.",
    secret: "Token of GitHub. Something is wrong with it. It is a secret of another service.",
    text: "Not a token this program knows. Something is wrong with it. It cannot be read as any kind of token.",
  });
  expect(inspector.complaints).toEqual([]);
});

test("a good access token: its claims in words, its times with the exact value, its size, its parts", async () => {
  const { page, paste, reads } = await openInspect(stage, withKeys);
  await paste(`Authorization: Bearer ${stage.access}`);
  const text = await reads();
  expect(text).toContain(`of the pool ${stage.poolId} of this server.`);
  expect(text).toMatch(/expires in (1 hour|59 minutes)\s*\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/);
  expect(text).toContain("fits a cookie and a header");
  expect(text).toContain("scopewhat it opensopenid email");
  expect(await page.locator("time").first().getAttribute("title")).toMatch(/ CET$| CEST$| GMT[+-]\d+$/);
  const parts = await page.locator(".parts code").allTextContents();
  expect(parts.join(".")).toBe(stage.access);
  expect(await page.locator(".parts dt").allTextContents()).toEqual([
    expect.stringMatching(/^Header\d+ characters, JSON in base64url$/),
    expect.stringMatching(/^Payload/),
    expect.stringMatching(/^Signature342 characters/),
  ]);
});

test("why a refresh token cannot be opened", async () => {
  const { paste, reads } = await openInspect(stage, withKeys);
  await paste(stage.refresh);
  expect(await reads()).toContain("It cannot be opened because the key to it never leaves the server.");
});

test("a token of a pool whose keys are not there: a link to the page that has them, without the token", async () => {
  const { page, paste, reads } = await openInspect(stage, "/inspect");
  await paste(stage.access);
  expect(await reads()).toContain(
    `It names the pool ${stage.poolId} of this server, whose keys are not in this page.`,
  );
  await page.getByRole("link", { name: "Open the page with its keys" }).click();
  await page.waitForURL(stage.server.url + withKeys);
  expect(await page.getByLabel("Token", { exact: true }).inputValue()).toBe("");
  await paste(stage.access);
  expect(await reads()).toContain("Nothing wrong was found.");
  await page.goBack();
  expect(await page.getByLabel("Token", { exact: true }).inputValue()).toBe("");
});

test("a key that the pool does not have", async () => {
  const { paste, reads } = await openInspect(stage, withKeys);
  await paste(
    await foreignToken({
      iss: `${stage.server.url}/${stage.poolId}`,
      token_use: "access",
      sub: "a",
      exp: 4102444800,
    }),
  );
  expect(await reads()).toContain("The key key-of-somebody is not among the keys given");
});

test("a foreign token is checked with the keys that are pasted for it", async () => {
  const { page, paste, reads } = await openInspect(stage, withKeys);
  const { token, jwks } = await foreignKeyPair({
    iss: "https://id.example.com/",
    sub: "somebody",
    exp: 4102444800,
  });
  await paste(token);
  expect(await reads()).toContain("https://id.example.com/.well-known/jwks.json");
  expect(await page.locator("#report a").count()).toBe(0);
  await page.getByRole("button", { name: "Paste its keys" }).click();
  await page.locator("#key-set:focus").fill("{");
  await page.getByText("This is no key set").waitFor();
  await page.locator("#key-set").fill(jwks);
  await page.getByText("Right, by the key key-of-somebody of the keys you pasted.").waitFor();
  await paste(altered(token));
  expect(await reads()).toContain("The signature is wrong");
});

test("time moves on while one looks: a token runs out, and what is selected stays selected", async () => {
  const { page, paste } = await openInspect(stage, withKeys);
  await page.clock.install();
  await paste(stage.access);
  await page.getByText(/^issued (just now|\d+ seconds? ago|\d minutes? ago)$/).waitFor();
  await page.evaluate("getSelection().selectAllChildren(document.querySelector('.fields code'))");
  await page.clock.fastForward(20 * 60_000);
  await page.getByText(/^issued 2\d minutes ago$/).waitFor();
  expect(await page.evaluate("String(getSelection())")).toBe("sub");
  await page.clock.fastForward(60 * 60_000);
  await page.getByText(/^It expired \d+ minutes ago \(.*Z\)\.$/).waitFor();
  await page.getByText("Get a new one: with the refresh token, or by signing in again.").waitFor();
  await page.locator("#said", { hasText: "It expired" }).waitFor({ state: "attached" });
});

test("the server's clock counts, not the browser's", async () => {
  stage.server.advance(3700);
  const { paste, reads } = await openInspect(stage, withKeys);
  await paste(stage.access);
  expect(await reads()).toMatch(/It expired \d+ minutes? ago|It expired \d+ seconds? ago/);
  await paste(stage.id);
  expect(await reads()).toContain("Something is wrong with it.");
});

test("HP-03: claims with markup are text, and what cannot be seen is written out", async () => {
  const hostile = `"><img src=x onerror=alert(1)><svg onload=alert(1)><script>alert(1)</script>`;
  const { page, paste, reads, complaints, requests } = await openInspect(stage, withKeys);
  await paste(
    await foreignToken({
      iss: `javascript:alert(1)//${hostile}`,
      [hostile]: hostile,
      name: "a\u202eb\u0000",
      nbf: 4102444800,
    }),
  );
  expect(await page.locator("#report").locator("img, svg, script, a").count()).toBe(0);
  expect((await reads()).split(hostile).length).toBeGreaterThan(3);
  expect(await reads()).toContain("a\\u{202e}b\\u{0000}");
  expect([complaints, requests]).toEqual([[], []]);
});

test("a token in the address is taken away unread", async () => {
  for (const end of [
    `#${stage.access}`,
    `?token=${stage.access}`,
    `?pool=${stage.poolId}&a=${stage.access}#b`,
  ]) {
    const { page } = await openInspect(stage, `/inspect${end}`);
    await page.getByText("An address is no place for a token").waitFor();
    expect(page.url()).toMatch(/\/inspect(\?pool=[\w-]+)?$/);
    expect(await page.locator("#report").textContent()).toBe("");
  }
  const { page } = await openInspect(stage, "/inspect");
  await page.evaluate(`location.hash = ${JSON.stringify(stage.access)}`);
  await page.getByText("An address is no place for a token").waitFor();
  expect(page.url()).toBe(`${stage.server.url}/inspect`);
});

test("by keyboard: the field has the focus, a value is copied, and Ctrl-V anywhere is a token", async () => {
  const { page, paste } = await openInspect(stage, withKeys, {
    permissions: ["clipboard-read", "clipboard-write"],
  });
  await page.locator("#token:focus").waitFor();
  await paste(stage.access);
  await page.getByRole("button", { name: "Copy JSON" }).first().press("Enter");
  await page.getByRole("button", { name: "Copied" }).waitFor();
  const copied = await page.evaluate("navigator.clipboard.readText()");
  expect(JSON.parse(String(copied))).toMatchObject({ token_use: "access", scope: "openid email" });
  await page.getByRole("button", { name: "Clear" }).press("Enter");
  await page.locator("#token:focus").waitFor();
  await page.getByText("What there is to inspect").waitFor();
  await page.locator("summary").focus();
  await page.keyboard.press("ControlOrMeta+v");
  await page.getByText("Not a token this program knows").first().waitFor();
});

test("without scripts the page says that it needs them, and what does without", async () => {
  const { page } = await openInspect(stage, withKeys, { javaScriptEnabled: false });
  await page.getByRole("heading", { name: "This page needs scripts" }).waitFor();
  expect(await page.locator("noscript code").textContent()).toBe("poolhouse token inspect -");
  expect(await page.locator("textarea").first().isVisible()).toBe(false);
});
