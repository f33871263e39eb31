/** A browser at an app whose server is `sessions`: it keeps cookies and follows a sign-in through the provider's own pages. */
import { createBrowser } from "../../../server/test/support/browser.ts";
import type { Sessions } from "../../src/session/index.ts";

export interface AppBrowser {
  readonly cookies: Map<string, string>;
  /** Everything the app's server has ever answered, headers included. */
  readonly seen: string[];
  /** Opens an address of the app. */
  open(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** As a page of the app does by script. */
  call(path: string, init?: RequestInit): Promise<Response>;
  /** From the app's link through the provider's page and back; the last answer of the app. */
  signIn(person: { readonly username: string; readonly password: string }, path?: string): Promise<Response>;
  /** As `signIn`, up to the address that the provider sends the browser to. */
  answerOfProvider(
    person: { readonly username: string; readonly password: string },
    path?: string,
  ): Promise<string>;
  /** A request with this browser's cookies. */
  request(path: string, init?: RequestInit): Request;
}

export function createAppBrowser(sessions: Sessions, appOrigin: string, providerOrigin: string): AppBrowser {
  const cookies = new Map<string, string>();
  const seen: string[] = [];
  const provider = createBrowser(providerOrigin);

  const request = (path: string, init: RequestInit = {}): Request => {
    const headers = new Headers(init.headers);
    if (cookies.size > 0 && !headers.has("cookie")) {
      headers.set("cookie", [...cookies].map(([name, value]) => `${name}=${value}`).join("; "));
    }
    return new Request(new URL(path, appOrigin), { ...init, headers });
  };

  async function send(path: string, init: RequestInit): Promise<Response> {
    const response = await sessions.handle(request(path, init));
    if (response === undefined) throw new Error(`${path} is none of the session's routes`);
    for (const line of response.headers.getSetCookie()) keep(cookies, line);
    seen.push([...response.headers].join("\n"), await response.clone().text());
    return response;
  }

  const browser: AppBrowser = {
    cookies,
    seen,
    request,
    open: (path, headers = {}) =>
      send(path, { headers: { "sec-fetch-dest": "document", "sec-fetch-mode": "navigate", ...headers } }),
    call: (path, init = {}) => {
      const headers = new Headers(init.headers);
      for (const [name, value] of Object.entries({ "x-csrf": "1", "sec-fetch-site": "same-origin" })) {
        if (!headers.has(name)) headers.set(name, value);
      }
      return send(path, { ...init, headers });
    },
    async answerOfProvider(person, path = "/auth/login?returnTo=/home") {
      const begun = await browser.open(path);
      const authorize = new URL(begun.headers.get("location") ?? "");
      const page = await provider.visit(authorize.pathname + authorize.search);
      // Who is signed in at the provider still is not asked again.
      if (page.location !== undefined) return page.location;
      const { username, password } = person;
      const { location } = await provider.submit(page, { username, password });
      if (location === undefined) throw new Error("the provider kept the browser");
      return location;
    },
    async signIn(person, path) {
      const { pathname, search } = new URL(await browser.answerOfProvider(person, path));
      return browser.open(pathname + search, { "sec-fetch-site": "cross-site" });
    },
  };
  return browser;
}

export function keep(cookies: Map<string, string>, line: string): void {
  const [pair = "", ...attributes] = line.split("; ");
  const at = pair.indexOf("=");
  if (attributes.includes("Max-Age=0")) cookies.delete(pair.slice(0, at));
  else cookies.set(pair.slice(0, at), pair.slice(at + 1));
}
