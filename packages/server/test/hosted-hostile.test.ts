/** What strangers put into links to the pages: none of it leads elsewhere, becomes markup, or lets a page be framed. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { formOf, type Page } from "./support/browser.ts";
import { browserOf, type Changes, callback, queryOf, type Stage } from "./support/hosted.ts";
import { accountStage, byMail } from "./support/hosted-accounts.ts";
import { createPerson, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;
let stage: Stage;
const username = "ada@example.com";

beforeAll(async () => {
  server = await startTestServer();
  stage = await accountStage(server, byMail);
  await createPerson(server, stage.poolId, username, { email_verified: "true" });
});
afterAll(() => server.close());

const pages = [
  "/oauth2/authorize",
  "/login",
  "/signup",
  "/forgotPassword",
  "/passkeys/add",
  "/account",
  "/account/password",
  "/logout",
] as const;

/** Other ways to write another site's address than browsers' makers, and servers' filters, think of first. */
const elsewhere = [
  "https://evil.example/",
  "//evil.example",
  "///evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/%09/evil.example",
  "/\t/evil.example",
  "https:evil.example",
  "https://app.example.com@evil.example/",
  "https://app.example.com.evil.example/callback",
  "https://evil.example/#https://app.example.com/callback",
  "javascript:alert(document.domain)//evil.example",
  "data:text/html,<script>location='//evil.example'</script>",
];

const redirecting = [
  "redirect",
  "redirect_to",
  "next",
  "return_to",
  "returnTo",
  "continue",
  "url",
  "target",
  "RelayState",
];

const markup = [
  `"><script>alert(1)</script>`,
  `'><svg onload=alert(1)>`,
  `"><img src=x onerror=alert(1)>`,
  `</title></style></textarea><script>alert(1)</script>`,
  `javascript:alert(1)`,
  `{{7*7}}\${7*7}<%= 7*7 %>`,
  `\u0000"><svg onload=alert(1)>`,
  `" autofocus onfocus=alert(1) x="`,
];

function expectAtHome({ location, html }: Page): void {
  // To a page of ours, or to the app at an address of its own.
  if (location !== undefined)
    expect(location).toMatch(/^(\/[a-z]|https:\/\/app\.example\.com\/callback[?#])/i);
  for (const [, target = ""] of html.matchAll(/ (?:href|action|formaction|src)="([^"]*)"/g)) {
    expect(target).toMatch(/^(\/[a-z_]|#|data:image|https:\/\/app\.example\.com\/callback[?#])/i);
  }
}

describe.each(pages)("%s", (path) => {
  const ask = (changes: Changes) => browserOf(stage).get(`${path}?${queryOf(stage, changes)}`);

  test("HP-10: a parameter that nobody defined leads nowhere", async () => {
    for (const target of elsewhere) {
      const page = await ask(Object.fromEntries(redirecting.map((name) => [name, target])));
      expectAtHome(page);
      expect(page.html).not.toContain("evil");
    }
  });

  test("AZ-01, HP-10: nor does an address that the app has not registered", async () => {
    for (const redirect_uri of elsewhere) {
      const page = await ask({ redirect_uri });
      expect([page.status, page.location]).toEqual([path === "/logout" ? page.status : 400, undefined]);
      expectAtHome(page);
    }
  });

  test("HP-03, AZ-25: what it is told stays text, and nobody frames it", async () => {
    const names = [
      "login_hint",
      "state",
      "nonce",
      "lang",
      "scope",
      "prompt",
      "screen_hint",
      "client_id",
      "acr_values",
    ];
    for (const hostile of markup) {
      for (const name of names) {
        const { html, headers } = await ask({ [name]: hostile });
        // What stands in quotes, and what stands between tags, is text.
        const tags = html.replaceAll(/="[^"]*"/g, "").match(/<[^>]*>/g) ?? [];
        expect(tags.filter((tag) => /alert|onload|onerror|onfocus|<script>|<img/i.test(tag))).toEqual([]);
        expect(headers.get("x-frame-options")).toBe("DENY");
        expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
      }
    }
  });
});

test("HP-10: a sign-in leads to the app's own address, whatever came with it", async () => {
  for (const target of elsewhere) {
    const browser = browserOf(stage);
    const extra = Object.fromEntries(redirecting.map((name) => [name, target]));
    const page = await browser.visit(`/login?${queryOf(stage, { ...extra, state: target })}`);
    const { action, hidden } = formOf(page);
    const done = await browser.post(action, { ...hidden, ...extra, username, password });
    expect(done.location?.startsWith(`${callback}?code=`)).toBe(true);
    expect(new URL(done.location ?? "").searchParams.get("state")).toBe(target);
  }
});
