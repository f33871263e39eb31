/** The page `/inspect` of a real server in a real browser, and every kind of token to paste into it. */
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { onTestFinished } from "vitest";
import { createBrowser } from "./browser.ts";
import { clientCredentials } from "./first-tokens.ts";
import { redeemAnswer, type Stage, setStage, signIn } from "./hosted.ts";
import { launchBrowser } from "./launch-browser.ts";
import { createApi, createClient, machineClient } from "./pool.ts";
import { startTestServer, type TestServer } from "./server.ts";

export interface InspectStage {
  readonly server: TestServer;
  readonly poolId: string;
  readonly browser: Browser;
  readonly access: string;
  readonly id: string;
  readonly refresh: string;
  readonly machine: string;
  readonly code: string;
  close(): Promise<void>;
}

/** One of each, by name. */
export async function everyToken(stage: InspectStage): Promise<Readonly<Record<string, string>>> {
  const { access, id, refresh, machine, code } = stage;
  return {
    access,
    id,
    refresh,
    machine,
    code,
    altered: altered(access),
    foreign: await foreignToken({ iss: "https://id.example.com/", sub: "somebody", exp: 4102444800 }),
    secret: "ghp_0123456789abcdefghijABCDEFGHIJ",
    text: "hello",
  };
}

/** The same signature under other claims. */
export function altered(token: string): string {
  const [header = "", payload = "", signature = ""] = token.split(".");
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString());
  return [header, encode({ ...claims, scope: "everything" }), signature].join(".");
}

/** Signed with a key that nobody knows. */
export async function foreignToken(claims: Readonly<Record<string, unknown>>): Promise<string> {
  return (await foreignKeyPair(claims)).token;
}

/** The same, with the key set that its issuer would publish. */
export async function foreignKeyPair(
  claims: Readonly<Record<string, unknown>>,
): Promise<{ readonly token: string; readonly jwks: string }> {
  const { privateKey, publicKey } = await generateKeyPair("RS256");
  const header = { alg: "RS256", kid: "key-of-somebody" };
  return {
    token: await new SignJWT(claims).setProtectedHeader(header).sign(privateKey),
    jwks: JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: header.kid }] }),
  };
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

/** A production server, unless said otherwise: nothing is embedded that was not asked for. */
export async function startInspectStage(args: readonly string[] = []): Promise<InspectStage> {
  const server = await startTestServer(args);
  const stage = await setStage(server);
  await createApi(server, stage.poolId);
  const machine = await createClient(server, stage.poolId, { ...machineClient, ClientName: "machine" });
  const answer = await signIn(stage, createBrowser(server.url));
  const { body } = await redeemAnswer(stage, answer);
  const browser = await launchBrowser();
  return {
    server,
    poolId: stage.poolId,
    browser,
    access: String(body["access_token"]),
    id: String(body["id_token"]),
    refresh: String(body["refresh_token"]),
    machine: (await clientCredentials(server.url, machine)).access_token,
    code: await codeOf(stage),
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

async function codeOf(stage: Stage): Promise<string> {
  const { location = "" } = await signIn(stage, createBrowser(stage.server.url));
  return new URL(location).searchParams.get("code") ?? "";
}

export interface InspectPage {
  readonly page: Page;
  /** What the console said, and errors of scripts. */
  readonly complaints: string[];
  /** Addresses that were asked for since the page was loaded. */
  readonly requests: string[];
  /** As a person pastes: at once. */
  paste(token: string): Promise<void>;
  /** What a person reads in the report. */
  reads(): Promise<string>;
}

export async function openInspect(
  { server, browser }: InspectStage,
  path: string,
  options: BrowserContextOptions = {},
): Promise<InspectPage> {
  const context = await browser.newContext({ locale: "en-GB", timezoneId: "Europe/Berlin", ...options });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on("console", (said) => void complaints.push(said.text()));
  page.on("pageerror", (error) => void complaints.push(error.message));
  await page.goto(server.url + path, { waitUntil: "load" });
  page.on("request", (request) => void requests.push(request.url()));
  return {
    page,
    complaints,
    requests,
    async paste(token) {
      const field = page.getByLabel("Token", { exact: true });
      await field.fill("");
      await page.locator("#what").waitFor({ state: "detached" });
      await field.fill(token);
      await page.locator("#what").waitFor();
    },
    reads: async () => ((await page.locator("#report").textContent()) ?? "").replace(/\s+/g, " "),
  };
}
