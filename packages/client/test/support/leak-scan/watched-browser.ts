/** Chromium with everything written down that it sends, gets, stores, says and remembers. */
import type { Browser, Page, Request } from "playwright-core";
import type { Evidence } from "./evidence.ts";
import { type RecordingProxy, startRecordingProxy, withoutQuery } from "./recording-proxy.ts";

export interface WatchedBrowser {
  readonly page: Page;
  readonly proxy: RecordingProxy;
  /** Looks at what the page keeps and remembers now. */
  look(moment: string): Promise<void>;
  /** All that was seen so far. */
  evidence(): Promise<readonly Evidence[]>;
  close(): Promise<void>;
}

export async function watchedBrowser(browser: Browser): Promise<WatchedBrowser> {
  const proxy = await startRecordingProxy();
  const context = await browser.newContext({
    locale: "en-GB",
    // Otherwise nothing on this machine goes through a proxy.
    proxy: { server: proxy.address, bypass: "<-loopback>" },
  });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const seen: Evidence[] = [];
  const pending: Promise<void>[] = [];
  page.on("requestfinished", (request) => pending.push(noteTraffic(request, seen)));
  page.on("console", (message) => seen.push({ where: "the console", text: message.text() }));
  page.on("pageerror", (error) => seen.push({ where: "the console", text: `${error} ${error.stack}` }));
  return {
    page,
    proxy,
    async look(moment) {
      for (const { where, text } of await placesIn(page)) {
        seen.push({ where: `${where} ${moment}`, text });
      }
      seen.push({ where: `a cookie ${moment}`, text: JSON.stringify(await context.cookies()) });
      const state = JSON.stringify(await context.storageState({ indexedDB: true }));
      seen.push({ where: `the stored state ${moment}`, text: state });
      seen.push({ where: `the heap ${moment}`, text: await heapOf(page) });
    },
    async evidence() {
      await Promise.all(pending);
      return [...seen, ...proxy.seen];
    },
    async close() {
      await context.close();
      await proxy.close();
    },
  };
}

/** As the browser's own tools tell it, beside what came by at the proxy. */
async function noteTraffic(request: Request, seen: Evidence[]): Promise<void> {
  const what = `${request.method()} ${withoutQuery(request.url())}`;
  seen.push({ where: `the address of ${what}`, text: request.url() });
  seen.push({ where: `the request body of ${what}`, text: request.postData() ?? "" });
  // Gone with the page, at times; the proxy has them.
  const sent = await request.allHeaders().catch(() => ({}));
  seen.push({ where: `a request header of ${what}`, text: JSON.stringify(sent) });
  const response = await request.response().catch(() => null);
  const headers = await response?.headersArray().catch(() => []);
  seen.push({ where: `a response header of ${what}`, text: JSON.stringify(headers ?? []) });
  const body = await response?.text().catch(() => "");
  seen.push({ where: `the response body of ${what}`, text: body ?? "" });
}

/** Everything that a script of the page can read. */
async function placesIn(page: Page): Promise<Evidence[]> {
  const places = await page.evaluate(async () => ({
    "document.cookie": document.cookie,
    localStorage: { ...localStorage },
    sessionStorage: { ...sessionStorage },
    "the cache storage": await Promise.all(
      (await caches.keys()).map(async (name) => {
        const cache = await caches.open(name);
        const entries = await cache.matchAll();
        return [name, await Promise.all(entries.map((entry) => entry.text()))];
      }),
    ),
    "the names of databases": await indexedDB.databases(),
    "the performance timeline": performance.getEntries().map(({ name }) => name),
    "the page": [document.documentElement.outerHTML, history.state, window.name, document.referrer],
    "the page's address": location.href,
  }));
  return Object.entries(places).map(([where, value]) => ({ where, text: JSON.stringify(value) }));
}

/** All objects of the page's scripts, after what nobody holds any more was thrown away. */
async function heapOf(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  session.on("HeapProfiler.addHeapSnapshotChunk", ({ chunk }) => chunks.push(chunk));
  await session.send("HeapProfiler.enable");
  await session.send("HeapProfiler.collectGarbage");
  await session.send("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
  await session.detach();
  return chunks.join("");
}
