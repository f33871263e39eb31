/**
 * Every snippet of the integration guide does what its page says, as it stands there: only the ports are others, so that stories
 * can run side by side. A snippet without a story fails, so none can go stale.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { nameOf, type Snippet, snippetsOf } from "./support/guide.ts";
import {
  closeGuideHouse,
  environment,
  fillIn,
  type GuideHouse,
  listen,
  machineToken,
  openBrowserApp,
  openGuideHouse,
  openPage,
  refreshToken,
  serve,
  signedInAt,
  start,
  untilAnswers,
  use,
  write,
} from "./support/guide-house.ts";
import { startNextApp } from "./support/next-app.ts";
import { root, run } from "./support/programs.ts";

const folder = join(root, "docs", "guide");
const pages = readdirSync(folder).filter((name) => name.endsWith(".md"));
const snippets = pages.flatMap((page) => snippetsOf(page, readFileSync(join(folder, page), "utf8")));

let house: GuideHouse;

beforeAll(async () => {
  house = await openGuideHouse();
});
afterAll(() => closeGuideHouse(house));

type Story = (file: string, snippet: Snippet) => Promise<void>;

/** What each must do, by its page and file. */
const stories: Readonly<Record<string, Story>> = {
  "examining.md inspect.mjs": async (file) => {
    const token = await machineToken(house);
    const told = await use(house, house.machine, file, `await it.describe(${JSON.stringify(token)})`);
    expect(told).toContain("Access token of a machine verified");
    expect(told).toMatch(/exp = \d+ expires in/);
  },
  "guarding.md api.mjs": async (file) => {
    const api = run(process.execPath, [file], environment(house, house.machine));
    await untilAnswers(house.api, api);
    const refused = await fetch(house.api);
    expect(refused.status).toBe(401);
    const told = [refused.headers.get("www-authenticate"), await refused.text()].map((each) => `\`${each}\``);
    expect(readFileSync(join(folder, "guarding.md"), "utf8")).toContain(
      `| no token | 401 | ${told.join(" | ")} |`,
    );
    const headers = { authorization: `Bearer ${await machineToken(house)}` };
    expect(await (await fetch(house.api, { headers })).json()).toEqual({ sub: house.machine.clientId });
  },
  "machines.md sh": async (_file, { code }) => {
    const env = { ...environment(house, house.machine), TOKEN_ENDPOINT: `${house.server.url}/oauth2/token` };
    const shell = run("sh", ["-euc", code], env);
    expect(await shell.exited).toBe(0);
    expect(JSON.parse(shell.output())).toMatchObject({ token_type: "Bearer", expires_in: 3600 });
  },
  "machines.md machine.mjs": async (file) => {
    await listen(house.api, (_path, { authorization = "" }) => `called with ${authorization.slice(0, 10)}`);
    const job = run(process.execPath, [file], environment(house, house.machine));
    expect(await job.exited).toBe(0);
    expect(job.output()).toBe("200 called with Bearer eyJ\n");
  },
  "refreshing.md call-api.mjs": async (file) => {
    await listen(house.api, (path, { authorization = "" }) => `${path} with ${authorization.slice(0, 10)}`);
    await serve(house, file, "it.answer");
    const page = await signedInAt(house, "/anything");
    expect(await page.textContent("body")).toBe("/me with Bearer eyJ");
  },
  "refreshing.md refresh.mjs": async (file) => {
    const token = await refreshToken(house);
    const call = `const a = await it.refresh(${JSON.stringify(token)}); console.log(Object.keys(a).sort().join())`;
    expect(await use(house, house.web, file, call)).toContain(
      "access_token,expires_in,id_token,refresh_token",
    );
    expect(await use(house, house.web, file, `console.log(await it.refresh("not one"))`)).toBe("undefined\n");
  },
  "signing-out.md sign-out.mjs": async (file) => {
    const web = snippets.find((each) => nameOf(each) === "storing.md web.mjs");
    if (web === undefined) throw new Error("the app to sign out of is gone");
    await start(house, write(house, web));
    const page = await signedInAt(house, "/home");
    await page.addScriptTag({
      type: "module",
      content: `${readFileSync(file, "utf8")}; window.signOut = signOut;`,
    });
    await page.waitForFunction("window.signOut !== undefined");
    await page.evaluate("void window.signOut()");
    await page.waitForURL(`${house.app}/`);
    await page.goto(`${house.app}/home`);
    await page.getByLabel("Password", { exact: true }).waitFor();
  },
  "storing.md web.mjs": async (file) => {
    await start(house, file);
    const page = await openPage(house, "/");
    await page.getByRole("link", { name: "Sign in" }).click();
    await fillIn(page, house);
    await page.waitForURL(`${house.app}/home`);
    expect(await page.textContent("body")).toContain('"email":"ada@example.com"');
  },
  "storing.md proxy.mjs": async (file) => {
    await listen(house.api, (path, { authorization = "" }) => `${path} with ${authorization.slice(0, 10)}`);
    await serve(house, file, "it.sessions.handle");
    const page = await signedInAt(house, "/auth/login?returnTo=/home");
    const call = `fetch("/api/orders", { headers: { "x-csrf": "1" } }).then((answer) => answer.text())`;
    expect(await page.evaluate(call)).toBe("/orders with Bearer eyJ");
  },
  "storing.md cookie.mjs": async (file) => {
    await serve(house, file, "it.sessions.handle");
    const page = await signedInAt(house, "/auth/login?returnTo=/home");
    const call = `fetch("/auth/session", { headers: { "x-csrf": "1" } }).then((answer) => answer.json())`;
    expect(await page.evaluate(call)).toMatchObject({ claims: { sub: house.person.sub } });
  },
  "storing.md spa.mjs": async (file) => {
    writeFileSync(file, `${readFileSync(file, "utf8")}; window.auth = auth;`);
    const page = await openBrowserApp(house, file);
    await page.waitForFunction("document.title === 'signedOut'");
    await page.evaluate("void window.auth.signIn()");
    await fillIn(page, house);
    await page.waitForFunction("document.title === 'Hello, ada@example.com'");
  },
  "storing.md app.jsx": async (file) => {
    const page = await openBrowserApp(house, file);
    await page.getByRole("button", { name: "Sign in" }).click();
    await fillIn(page, house);
    await page.getByRole("button", { name: "Sign ada@example.com out" }).click();
    await page.getByRole("button", { name: "Sign in" }).waitFor();
  },
};

test.each(snippets.filter(({ language }) => language === "json").map((each) => [each.page, each] as const))(
  "%s has JSON that can be read",
  (_page, { code }) => {
    expect(JSON.parse(code)).toBeTypeOf("object");
  },
);

/** The files of one app. */
const nextApp = snippets.filter(({ page }) => page === "frameworks.md");
const programs = snippets.filter((each) => each.language !== "json" && !nextApp.includes(each));

test("each snippet has a story, and each story a snippet", () => {
  expect(programs.map(nameOf).sort()).toEqual(Object.keys(stories).sort());
});

test("the snippets of the package's README are the guide's", () => {
  const ofReadme = snippetsOf(
    "README.md",
    readFileSync(join(root, "packages", "client", "README.md"), "utf8"),
  );
  const named = ofReadme.filter(({ file }) => file !== undefined);
  expect(named.map(({ file }) => file)).toEqual(["web.mjs", "api.mjs"]);
  const ofGuide = programs.map(({ code }) => code);
  for (const { code } of named) expect(ofGuide).toContain(code);
});

test.each(programs.map((each) => [nameOf(each), each] as const))(
  "%s does what it says",
  async (name, snippet) => {
    await stories[name]?.(write(house, snippet), snippet);
  },
);

test("the app of Next.js is built without settings, signs people in once for all its routes, and calls the API", async () => {
  for (const snippet of nextApp) write(house, snippet);
  await startNextApp(house, join(house.folder, "frameworks.md"));
  await listen(house.api, (path, { authorization = "" }) =>
    JSON.stringify(`${path} with ${authorization.slice(0, 10)}`),
  );
  const page = await signedInAt(house, "/home");
  expect(await page.textContent("p")).toBe("Hello, ada@example.com");
  await page.goto(`${house.app}/api/orders`);
  expect(await page.textContent("body")).toBe('"/orders with Bearer eyJ"');
});
