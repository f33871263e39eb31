/** In which language the pages and messages speak, and what somebody cannot do by asking for one. */
import {
  AdminUpdateUserAttributesCommand,
  ForgotPasswordCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { textOf } from "./support/browser.ts";
import { authorizePath, browserOf, queryOf, type Stage, setStage } from "./support/hosted.ts";
import { accountStage, newAccount, toSignUp } from "./support/hosted-accounts.ts";
import { lettersTo, noticesTo } from "./support/inbox.ts";
import { ownStage, press, signedInAt, textAt } from "./support/own-account.ts";
import { createPool } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;
let stage: Stage;

beforeAll(async () => {
  server = await startTestServer();
  stage = await setStage(server);
});
afterAll(() => server.close());

const languageOf = (html: string) => /<html lang="([^"]*)">/.exec(html)?.[1];
const login = (changes: Record<string, string> = {}) => `/login?${queryOf(stage, changes)}`;

describe("a page speaks", () => {
  test("the language of lang, which is remembered, before the browser's, before English", async () => {
    const browser = browserOf(stage);
    const ask = async (path: string, accepted?: string) =>
      languageOf(
        (await browser.get(path, accepted === undefined ? {} : { "accept-language": accepted })).html,
      );
    expect(await ask(login())).toBe("en");
    expect(await ask(login(), "nl, en;q=0.5")).toBe("nl");
    expect(await ask(login({ lang: "de" }), "nl")).toBe("de");
    expect(browser.cookies.get("poolhouse-lang")).toBe("de");
    expect(await ask(login(), "nl")).toBe("de");
    expect(await ask(login({ lang: "ja" }))).toBe("ja");
    expect(await ask(login())).toBe("ja");
  });

  test("from the app's link through the form and what is wrong with it", async () => {
    const browser = browserOf(stage);
    const page = await browser.visit(authorizePath(stage, { lang: "fr" }));
    expect(textOf(page.html)).toMatch(/^Se connecter pour continuer vers Lakeside Nom d’utilisateur/);
    const wrong = await browser.submit(page, { username: "ada", password: "wrong" });
    expect(languageOf(wrong.html)).toBe("fr");
    expect(textOf(wrong.html)).toContain("Nom d’utilisateur ou mot de passe incorrect.");
    const empty = await browser.submit(wrong, { username: "", password: "" });
    expect(textOf(empty.html)).toContain("2 champs sont à corriger");
    expect(textOf(empty.html)).toContain("À remplir : nom d’utilisateur.");
  });

  test("of failures, too, whose details for developers say that they are English", async () => {
    const { html } = await browserOf(stage).get(login({ redirect_uri: "https://evil.example/", lang: "fr" }));
    expect(textOf(html)).toContain("Ce lien ne fonctionne pas");
    expect(html).toMatch(/Ce qui a été trouvé : <span lang="en">[^<]+<\/span>/);
    const gone = await browserOf(stage).get("/login", { "accept-language": "zh-Hant" });
    expect(languageOf(gone.html)).toBe("zh-TW");
  });
});

describe("CK-06, HP-03, HP-10: lang is a choice among ours, and nothing else:", () => {
  test.each([
    '"><script>alert(1)</script>',
    "de\r\nSet-Cookie: poolhouse-session=evil",
    "de; Domain=evil.example; Path=/",
    "//evil.example",
    "../../etc/passwd",
    "__proto__",
    "constructor",
    "d".repeat(3000),
  ])("%j", async (lang) => {
    const browser = browserOf(stage);
    const page = await browser.get(login({ lang }), { "accept-language": "it" });
    expect(page.status).toBe(200);
    expect(languageOf(page.html)).toBe("it");
    expect(page.html).not.toContain("<script>alert");
    expect(browser.cookies.has("poolhouse-lang")).toBe(false);
    expect(page.headers.getSetCookie().join()).not.toMatch(/evil|alert/);
    expect(page.headers.get("location")).toBeNull();
  });

  test("a cookie that is none of ours, or comes twice, is as if there were none", async () => {
    const ask = async (cookie: string) =>
      languageOf((await browserOf(stage).get(login(), { cookie, "accept-language": "ko" })).html);
    expect(await ask("poolhouse-lang=de")).toBe("de");
    expect(await ask("poolhouse-lang=de; poolhouse-lang=fr")).toBe("ko");
    expect(await ask('poolhouse-lang="><svg>')).toBe("ko");
  });

  test("CK-01, CK-09: the cookie has a life, and is not for scripts", async () => {
    const { headers } = await browserOf(stage).get(login({ lang: "es" }));
    expect(headers.getSetCookie()).toContain(
      "poolhouse-lang=es; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax",
    );
  });
});

describe("messages speak", () => {
  test("the language of the account page, of what was done there", async () => {
    const at = await ownStage(server, await createPool(server));
    const browser = await signedInAt(at, "greta", { phone_number: "+15550101234" });
    browser.cookies.set("poolhouse-lang", "de");
    expect(await textAt(at, browser)).toMatch(/^Ihr Konto .* Telefonnummer \+15550101234/);
    const question = await press(at, browser, "removeAddress", { attribute: "phone_number" });
    expect(textOf(question.html)).toContain("Ihre Telefonnummer entfernen? An +15550101234 wird");
    const removed = await browser.submit(question, { action: "removeAddressForGood" });
    expect(textOf(removed.html)).toContain("Entfernt.");
    expect(await noticesTo(server, "greta@example.com")).toEqual(["Ihre Telefonnummer wurde entfernt"]);
  });

  test("the language of the page that sent them", async () => {
    const at = await accountStage(server);
    const browser = browserOf(at);
    const form = await toSignUp(at, browser);
    browser.cookies.set("poolhouse-lang", "de");
    await browser.submit(form, newAccount("liese@example.com"));
    const [letter] = await lettersTo(server, "liese@example.com");
    expect(letter).toMatchObject({
      text: expect.stringMatching(/^Der Code zum Bestätigen dieser Adresse ist \d{6}\./),
      metadata: { lang: "de" },
    });
  });

  test("the person's own, where it is known; and an app's, by its metadata", async () => {
    const { clientId: ClientId } = stage.client;
    const forget = async (lang: string) => {
      await server.admin.send(
        new ForgotPasswordCommand({ ClientId, Username: "ada", ClientMetadata: { lang } }),
      );
      return (await lettersTo(server, "ada@example.com"))[0]?.text;
    };
    expect(await forget("es")).toMatch(/^El código para elegir una nueva contraseña es/);
    server.advance(60);
    const UserAttributes = [{ Name: "locale", Value: "ja_JP" }];
    await server.admin.send(
      new AdminUpdateUserAttributesCommand({ UserPoolId: stage.poolId, Username: "ada", UserAttributes }),
    );
    expect(await forget("es")).toMatch(/^新しいパスワードを設定するコードは/);
  });
});
