/** The pages in a real browser, under the policy they are made for. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import sparticuz from "@sparticuz/chromium";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { plainLook } from "../look.ts";
import { renderError } from "./error.tsx";
import { renderInbox } from "./inbox.tsx";
import { assets } from "./layout.tsx";
import { renderLogin } from "./login.tsx";
import { houseStyle } from "./theme.ts";

const look = plainLook;
const login = { look, action: "/login", csrf: "c", flow: "f", clientName: "web", poolName: "quickstart" };
const sentAt = Date.UTC(2026, 10, 23, 14, 5);
const pages: Record<string, string> = {
  "/login": renderLogin({ ...login, username: "ada" }),
  "/wrong": renderLogin({ ...login, errors: [{ field: "username", message: "Enter your username." }] }),
  "/error": renderError({
    look,
    text: { title: "t", what: "w", why: "y", whatToDo: "d" },
    requestId: "3f1c9a52-7d0e",
  }),
  "/inbox": renderInbox({ messages: [{ id: "1", medium: "SMS", to: "+1", body: "Hello.", sentAt }] }),
};
const policy = `default-src 'none'; style-src 'self' ${houseStyle.source}; script-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

let server: Server;
let browser: Browser;
/** How many forms have come. They are answered so that the page stays. */
let sent = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.method === "POST") {
      sent += 1;
      response.writeHead(204).end();
      return;
    }
    const asset = assets.find(({ path }) => path === request.url);
    const body = asset?.body ?? pages[request.url ?? ""];
    response.setHeader("content-security-policy", policy);
    response.setHeader("content-type", asset?.contentType ?? "text/html; charset=utf-8");
    response.writeHead(body === undefined ? 404 : 200).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // One process per page is the normal way to run; web security is what these tests are about.
  const unwanted = ["--single-process", "--disable-web-security"];
  browser = await chromium.launch({
    executablePath: await sparticuz.executablePath(),
    args: sparticuz.args.filter((arg) => !unwanted.includes(arg)),
  });
});

afterAll(async () => {
  await browser.close();
  await new Promise((resolve) => server.close(resolve));
});

test.each(Object.keys(pages))("HP-02: %s breaks no rule of the content security policy", async (path) => {
  const { page, complaints } = await open(path);
  await page.waitForLoadState("load");
  expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe("rgb(250, 247, 240)");
  expect(complaints).toEqual([]);
});

test("the password can be shown, and is a password again when the form is sent", async () => {
  const { page } = await open("/login");
  await page.getByLabel("Password", { exact: true }).fill("Vq7!mmz2");
  await page.getByRole("button", { name: /^Show/ }).click();
  expect(await page.getAttribute("#field-password", "type")).toBe("text");
  await page.getByRole("button", { name: /^Hide/ }).click();
  expect(await page.getAttribute("#field-password", "type")).toBe("password");

  await page.getByRole("button", { name: /^Show/ }).click();
  await page.evaluate("document.forms[0].addEventListener('submit', (event) => event.preventDefault())");
  await page.getByRole("button", { name: "Sign in" }).click();
  expect(await page.getAttribute("#field-password", "type")).toBe("password");
});

test("HP-07: a form is sent once by a double click, and another of its buttons still works", async () => {
  const { page } = await open("/login");
  await page.getByLabel("Username").fill("ada");
  await page.getByLabel("Password", { exact: true }).fill("Vq7!mmz2");
  sent = 0;
  const button = page.getByRole("button", { name: "Sign in" });
  for (let click = 0; click < 2; click += 1) {
    await button.click();
    await page.waitForLoadState("networkidle");
  }
  expect(sent).toBe(1);
  await page.evaluate("document.forms[0].requestSubmit()");
  await expect.poll(() => sent).toBe(2);
});

test("HP-04: the password can be pasted", async () => {
  const { page } = await open("/login");
  await page.fill("#field-username", "pasted secret");
  await page.press("#field-username", "ControlOrMeta+a");
  await page.press("#field-username", "ControlOrMeta+c");
  await page.press("#field-password", "ControlOrMeta+v");
  expect(await page.inputValue("#field-password")).toBe("pasted secret");
});

test.each([true, false])(
  "the error summary has the focus (scripts: %s), and its link leads to the field",
  async (javaScriptEnabled) => {
    const { page } = await open("/wrong", { javaScriptEnabled });
    await page.locator("#error-summary:focus").waitFor();
    await page.getByRole("link", { name: "Enter your username." }).click();
    await page.locator("#field-username:focus").waitFor();
  },
);

test("the request id is copied and the button says so", async () => {
  const { page } = await open("/error", { permissions: ["clipboard-read", "clipboard-write"] });
  await page.getByRole("button", { name: "Copy" }).click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
  expect(await page.getByRole("status").textContent()).toBe("Copied");
  expect(await page.evaluate("navigator.clipboard.readText()")).toBe("3f1c9a52-7d0e");
});

test("copying also works on plain HTTP, where there is no clipboard API", async () => {
  const { page } = await open("/error");
  await page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })");
  await page.getByRole("button", { name: "Copy" }).click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
  expect(await page.evaluate("String(getSelection())")).toBe("3f1c9a52-7d0e");
});

test("times are told in words, with the exact time in the reader's zone", async () => {
  const { page } = await open(
    "/inbox",
    { locale: "en-GB", timezoneId: "Asia/Kolkata" },
    sentAt + 42 * 60_000,
  );
  expect(await page.locator("time").textContent()).toMatch(/^42 minutes ago \(23 Nov 2026, 19:35:00 .*\)$/);
});

test("without scripts there are no buttons that do nothing, and times are exact", async () => {
  const inbox = await open("/inbox", { javaScriptEnabled: false });
  expect(await inbox.page.getByRole("button").count()).toBe(0);
  expect(await inbox.page.locator("time").textContent()).toBe("23 Nov 2026, 14:05:00 UTC");
  const { page } = await open("/login", { javaScriptEnabled: false });
  expect(await page.getByRole("button").allTextContents()).toEqual(["Sign in"]);
});

async function open(
  path: string,
  options: Parameters<Browser["newContext"]>[0] = {},
  now?: number,
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ colorScheme: "light", ...options });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  if (now !== undefined) await page.clock.setFixedTime(now);
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  // `server` listens on TCP, so its address is never a pipe's name.
  const { port } = server.address() as AddressInfo;
  await page.goto(`http://127.0.0.1:${port}${path}`);
  return { page, complaints };
}
