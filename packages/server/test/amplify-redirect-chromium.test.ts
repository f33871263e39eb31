/** Amplify v6 sends people to the hosted pages, by https and nothing else: `--dev --tls`. */
import { readFileSync } from "node:fs";
import { Agent } from "node:https";
import { join } from "node:path";
import type { AuthConfig } from "@aws-amplify/core";
import {
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { serveBundledApp } from "./support/bundled-app.ts";
import { buildCli, freshFolder, quickstartOf, startCli } from "./support/cli.ts";
import { fillInSignIn, launchBrowser } from "./support/launch-browser.ts";
import { codeClient } from "./support/pool.ts";

let browser: Browser;

beforeAll(async () => {
  buildCli();
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const html = readFileSync(join(import.meta.dirname, "browser-app/redirect.html"), "utf8");

/** An app and a server for it. */
async function open() {
  const data = freshFolder();
  await startCli(["--dev", "--tls", "--data", data]);
  let Auth: AuthConfig | undefined;
  const app = await serveBundledApp("redirect.ts", () => html.replace(">null<", `>${JSON.stringify(Auth)}<`));
  onTestFinished(() => app.close());
  const { endpoint, region, userPoolId, accessKeyId, secretAccessKey, user } = quickstartOf(data);
  const admin = new CognitoIdentityProviderClient({
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
    requestHandler: { httpsAgent: new Agent({ ca: readFileSync(join(data, "self-signed.pem")) }) },
  });
  const urls = { CallbackURLs: [`${app.address}callback`], LogoutURLs: [app.address] };
  const { UserPoolClient } = await admin.send(
    new CreateUserPoolClientCommand({
      ...codeClient,
      ...urls,
      UserPoolId: userPoolId,
      ClientName: "app",
      AllowedOAuthScopes: ["openid", "email"],
    }),
  );
  const oauth = {
    domain: new URL(endpoint).host,
    scopes: ["openid", "email"],
    redirectSignIn: urls.CallbackURLs,
    redirectSignOut: urls.LogoutURLs,
    responseType: "code" as const,
  };
  const userPoolClientId = UserPoolClient?.ClientId ?? "";
  Auth = { Cognito: { userPoolId, userPoolClientId, userPoolEndpoint: endpoint, loginWith: { oauth } } };
  return { address: app.address, user };
}

test("signInWithRedirect leads to the pages and back, and signOut to their sign-out", async () => {
  const { address, user } = await open();
  const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: "en-GB" });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const heading = (name: string) => page.getByRole("heading", { name }).waitFor();
  await page.goto(address);
  await heading("Nobody is signed in");
  await page.getByRole("button", { name: "Sign in" }).click();
  await fillInSignIn(page, user.username, user.password);
  await heading(`Signed in as ${user.username}`);
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL(address);
  await heading("Nobody is signed in");
  await page.getByRole("button", { name: "Sign in" }).click();
  expect(await page.getByLabel("Password", { exact: true }).inputValue()).toBe("");
  await context.close();
});
