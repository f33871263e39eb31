/** The examples, each by its one command, with the quickstart pool and in a real browser. Their ports are those of the pool. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildCli, freshFolder, quickstartOf, startCli } from "../../server/test/support/cli.ts";
import { fillInSignIn, launchBrowser } from "../../server/test/support/launch-browser.ts";
import { run } from "./support/programs.ts";

let browser: Browser;

beforeAll(async () => {
  buildCli();
  browser = await launchBrowser();
});
afterAll(() => browser.close());

type Quickstart = ReturnType<typeof quickstartOf>;

async function startPool(): Promise<{ folder: string; quickstart: Quickstart }> {
  const folder = freshFolder();
  await startCli(["--dev", "--data", folder]);
  return { folder, quickstart: quickstartOf(folder) };
}

function example(name: string, folder: string) {
  return run(process.execPath, ["examples/main.ts", name], { POOLHOUSE_DATA: folder });
}

async function signIn(page: Page, { user }: Quickstart): Promise<void> {
  await fillInSignIn(page, user.username, user.password);
}

async function openPage(): Promise<Page> {
  const context = await browser.newContext({ locale: "en-GB" });
  context.setDefaultTimeout(20_000);
  return context.newPage();
}

test("an app with a server: signs in, calls the API through it, and signs out everywhere", async () => {
  const { folder, quickstart } = await startPool();
  await example("api", folder).prints(/An API at/);
  await example("web", folder).prints(/A web app at/);
  const page = await openPage();
  await page.goto("http://localhost:3000/");
  await page.getByRole("link", { name: "Sign in" }).click();
  await signIn(page, quickstart);
  await page.getByRole("heading", { name: "Hello, Ada" }).waitFor();
  expect(page.url()).toBe("http://localhost:3000/home");
  expect(await page.locator("pre").first().textContent()).toContain('"UAID": "1000042"');
  await page.getByRole("button", { name: "Call the API" }).click();
  await page.getByText('200 {"hello":"ada"').waitFor();
  expect(await page.evaluate(() => document.cookie)).toBe("");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL("http://localhost:3000/");
  await page.goBack();
  expect(await page.textContent("body")).not.toContain("Hello, Ada");
  // Neither the app nor the server remembers.
  await page.goto("http://localhost:3000/home");
  await page.getByLabel("Password", { exact: true }).waitFor();
});

test("an app in the browser alone: survives a reload, calls the API, and signs out", async () => {
  const { folder, quickstart } = await startPool();
  await example("api", folder).prints(/An API at/);
  await example("spa", folder).prints(/An app in the browser at/);
  const page = await openPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  await page.goto("http://localhost:5173/");
  await page.getByRole("button", { name: "Sign in" }).click();
  await signIn(page, quickstart);
  await page.getByText('"email": "ada@example.com"').waitFor();
  await page.reload();
  await page.getByText('"email": "ada@example.com"').waitFor();
  await page.getByRole("button", { name: "Call the API" }).click();
  await page.getByText('200 {"hello":"ada"').waitFor();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByText("It is signedOut").waitFor();
  expect(complaints).toEqual([]);
});

test("a job and an API: a machine's token opens what is for services", async () => {
  const { folder } = await startPool();
  await example("api", folder).prints(/An API at/);
  const job = example("machine", folder);
  expect(await job.exited).toBe(0);
  expect(job.output()).toContain("Access token of a machine");
  expect(job.output()).toContain('call 3: 200 {"reports"');
});

test("without a server, and without a name, they say what to do", async () => {
  const job = example("machine", freshFolder());
  expect(await job.exited).toBe(1);
  expect(job.output()).toContain("run `npm start` in another terminal");
  const nothing = run(process.execPath, ["examples/main.ts"], {});
  expect(await nothing.exited).toBe(2);
  expect(nothing.output()).toContain("npm run example web");
});
