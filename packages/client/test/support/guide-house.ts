/** What the stories of the guide need: a server with clients, a browser, and ways to run a snippet. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { dirname, join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { rolldown } from "rolldown";
import { expect, onTestFinished } from "vitest";
import { freePort } from "../../../server/test/support/free-port.ts";
import { fillInSignIn, launchBrowser } from "../../../server/test/support/launch-browser.ts";
import {
  codeClient,
  createApi,
  createClient,
  createPerson,
  createPool,
  machineClient,
  type TestClient,
  type TestPerson,
} from "../../../server/test/support/pool.ts";
import { startTestServer, type TestServer } from "../../../server/test/support/server.ts";
import { signInByPassword } from "../../../server/test/support/sign-in.ts";
import type { Snippet } from "./guide.ts";
import { root, run } from "./programs.ts";
import { key } from "./session-stage.ts";

export interface GuideHouse {
  readonly server: TestServer;
  readonly issuer: string;
  readonly person: TestPerson;
  readonly web: TestClient;
  readonly spa: TestClient;
  readonly machine: TestClient;
  readonly browser: Browser;
  /** Of the app: what the pages call localhost:3000. */
  readonly app: string;
  /** What they call localhost:4000. */
  readonly api: string;
  /** Where the snippets lie, inside the project, so that they find its packages. */
  readonly folder: string;
}

export async function openGuideHouse(): Promise<GuideHouse> {
  const server = await startTestServer();
  const UserPoolId = await createPool(server);
  await createApi(server, UserPoolId);
  const app = `http://localhost:${await freePort()}`;
  const people = {
    ...codeClient,
    AllowedOAuthScopes: ["openid", "email", "api/read"],
    CallbackURLs: [`${app}/callback`],
    LogoutURLs: [`${app}/`],
  };
  mkdirSync(join(root, "build"), { recursive: true });
  const address = { email: "ada@example.com", email_verified: "true" };
  return {
    server,
    issuer: `${server.url}/${UserPoolId}`,
    person: await createPerson(server, UserPoolId, "ada", address),
    web: await createClient(server, UserPoolId, {
      ...people,
      GenerateSecret: true,
      ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    }),
    spa: await createClient(server, UserPoolId, people),
    machine: await createClient(server, UserPoolId, machineClient),
    browser: await launchBrowser(),
    app,
    api: `http://localhost:${await freePort()}`,
    folder: mkdtempSync(join(root, "build", "guide-")),
  };
}

export async function closeGuideHouse({ browser, server, folder }: GuideHouse): Promise<void> {
  await browser.close();
  await server.close();
  rmSync(folder, { recursive: true });
}

/** Writes a snippet down, with the ports of this house. */
export function write({ app, api, folder }: GuideHouse, { code, page, file = "snippet" }: Snippet): string {
  const path = join(folder, page, file);
  const here = code
    .replaceAll("http://localhost:3000", app)
    .replaceAll("http://localhost:4000", api)
    .replace("listen(3000", `listen(${portOf(app)}`)
    .replace("listen(4000", `listen(${portOf(api)}`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, here);
  return path;
}

export function environment({ issuer }: GuideHouse, client: TestClient): Record<string, string> {
  const { clientId, clientSecret } = client;
  return { ISSUER: issuer, CLIENT_ID: clientId, CLIENT_SECRET: clientSecret, SESSION_KEY: key };
}

/** Runs a module and a line that uses it as `it`; answers what they print. */
export async function use(
  house: GuideHouse,
  client: TestClient,
  file: string,
  line: string,
): Promise<string> {
  const code = `const it = await import(${JSON.stringify(file)}); ${line};`;
  const program = run(process.execPath, ["--input-type=module", "-e", code], environment(house, client));
  const exitCode = await program.exited;
  expect({ exitCode, output: program.output() }).toMatchObject({ exitCode: 0 });
  return program.output();
}

/** A program that listens at the app's address by itself. */
export async function start(house: GuideHouse, file: string): Promise<void> {
  const app = run(process.execPath, [file], environment(house, house.web), house.folder);
  await untilAnswers(house.app, app);
}

/** Gives requests to a function of the module `it`, and a page of its own to whatever that leaves. */
export async function serve(house: GuideHouse, file: string, answer: string): Promise<void> {
  const code = `
    import { serve } from "@hono/node-server";
    const it = await import(${JSON.stringify(file)});
    const fetch = async (request) => (await ${answer}(request)) ?? new Response("left to the app");
    serve({ fetch, port: ${portOf(house.app)}, hostname: "localhost" });`;
  writeFileSync(`${file}-served.mjs`, code);
  await start(house, `${file}-served.mjs`);
}

/** Until the test ends. */
export async function listen(
  address: string,
  answer: (path: string, headers: IncomingHttpHeaders) => string,
): Promise<void> {
  const server = createServer(({ url = "/", headers }, response) => {
    const body = answer(url, headers);
    const isPage = body.startsWith("<!doctype");
    response.setHeader("content-type", isPage ? "text/html" : "text/javascript").end(body);
  });
  await new Promise<void>((resolve) => server.listen(portOf(address), "localhost", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
}

/** Resolves when somebody listens there; fails when the program has ended instead. */
export async function untilAnswers(address: string, program: ReturnType<typeof run>): Promise<void> {
  let hasEnded = false;
  void program.exited.then(() => {
    hasEnded = true;
  });
  while (
    !(await fetch(address).then(
      () => true,
      () => false,
    ))
  ) {
    if (hasEnded) throw new Error(`it ended:\n${program.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

export async function openPage({ browser, app }: GuideHouse, path: string): Promise<Page> {
  const context = await browser.newContext({ locale: "en-GB" });
  context.setDefaultTimeout(20_000);
  onTestFinished(() => context.close());
  const page = await context.newPage();
  await page.goto(app + path);
  return page;
}

/** On the hosted page. */
export async function fillIn(page: Page, { person }: GuideHouse): Promise<void> {
  await fillInSignIn(page, person.username, person.password);
}

/** Opens a path that leads to the hosted page, and signs in there. */
export async function signedInAt(house: GuideHouse, path: string): Promise<Page> {
  const page = await openPage(house, path);
  await fillIn(page, house);
  await page.waitForURL((url) => url.origin === house.app && !url.pathname.startsWith("/callback"));
  return page;
}

/** Serves the snippet as the script of an otherwise empty page, and opens that. */
export async function openBrowserApp(house: GuideHouse, file: string): Promise<Page> {
  const script = await bundle(house, file);
  const html = `<!doctype html><title>starting</title><div id="root"></div><script type="module" src="/app.js"></script>`;
  await listen(house.app, (path) => (path === "/app.js" ? script : html));
  return openPage(house, "/");
}

/** As a bundler of web apps would, which puts settings where `import.meta.env` is. */
async function bundle(house: GuideHouse, file: string): Promise<string> {
  const define = {
    "import.meta.env.VITE_ISSUER": JSON.stringify(house.issuer),
    "import.meta.env.VITE_CLIENT_ID": JSON.stringify(house.spa.clientId),
  };
  const made = await rolldown({
    input: file,
    platform: "browser",
    logLevel: "silent",
    transform: { define },
  });
  const { output } = await made.generate({ format: "esm" });
  await made.close();
  return output[0].code;
}

export async function machineToken({ server, machine }: GuideHouse): Promise<string> {
  const body = new URLSearchParams({ grant_type: "client_credentials" });
  const authorization = `Basic ${btoa(`${machine.clientId}:${machine.clientSecret}`)}`;
  const answer = await fetch(`${server.url}/oauth2/token`, {
    method: "POST",
    headers: { authorization },
    body,
  });
  return (await answer.json()).access_token;
}

/** Of the person, for the app with a server. */
export async function refreshToken({ server, person, web }: GuideHouse): Promise<string> {
  return (await signInByPassword(server, web, person)).refreshToken;
}

function portOf(address: string): number {
  return Number(new URL(address).port);
}
