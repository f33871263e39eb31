/** A browser without scripts: it keeps cookies, follows redirects of our own origin, and fills in forms. */
export interface Page {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  /** The address that was shown, or asked for last. */
  readonly path: string;
  /** Where a redirect leads that was not followed: to the app. */
  readonly location: string | undefined;
}

export interface Browser {
  readonly cookies: Map<string, string>;
  /** Follows redirects within the server. */
  visit(path: string): Promise<Page>;
  /** One request, no redirect followed. */
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Page>;
  post(path: string, form: Fields, headers?: Readonly<Record<string, string>>): Promise<Page>;
  /** Fills in the form of a page, hidden fields included, and follows redirects within the server. */
  submit(page: Page, fields: Fields, headers?: Readonly<Record<string, string>>): Promise<Page>;
}

export type Fields = Readonly<Record<string, string>>;

export function createBrowser(origin: string): Browser {
  const cookies = new Map<string, string>();

  async function send(path: string, init: RequestInit): Promise<Page> {
    const headers = new Headers(init.headers);
    if (cookies.size > 0 && !headers.has("cookie")) {
      headers.set("cookie", [...cookies].map(([name, value]) => `${name}=${value}`).join("; "));
    }
    const response = await fetch(origin + path, { ...init, headers, redirect: "manual" });
    for (const line of response.headers.getSetCookie()) keep(cookies, line);
    return {
      status: response.status,
      headers: response.headers,
      html: await response.text(),
      path,
      location: response.headers.get("location") ?? undefined,
    };
  }

  async function follow(page: Page): Promise<Page> {
    const next = page.location;
    return next?.startsWith("/") ? follow(await send(next, {})) : page;
  }

  const browser: Browser = {
    cookies,
    visit: async (path) => follow(await send(path, {})),
    get: (path, headers = {}) => send(path, { headers }),
    post: (path, form, headers = {}) =>
      send(path, { method: "POST", headers, body: new URLSearchParams(form) }),
    async submit(page, fields, headers = {}) {
      const { action, hidden } = formOf(page);
      return follow(await browser.post(action, { ...hidden, ...fields }, headers));
    },
  };
  return browser;
}

function keep(cookies: Map<string, string>, line: string): void {
  const [pair = "", ...attributes] = line.split("; ");
  const [name = "", value = ""] = pair.split("=", 2);
  if (attributes.includes("Max-Age=0")) cookies.delete(name);
  else cookies.set(name, value);
}

/** The first form of a page, and what it carries unseen. */
export function formOf({ html }: Page): { readonly action: string; readonly hidden: Fields } {
  const action = /<form[^>]* action="([^"]*)"/.exec(html)?.[1];
  if (action === undefined) throw new Error(`there is no form on the page: ${textOf(html)}`);
  const inputs = html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g);
  return {
    action: decode(action),
    hidden: Object.fromEntries([...inputs].map(([, name = "", value = ""]) => [name, decode(value)])),
  };
}

/** What a person reads. */
export function textOf(html: string): string {
  return decode(html.replace(/^.*<main>/s, "").replace(/<[^>]*>/g, " "))
    .replace(/\s+/g, " ")
    .trim();
}

/** The link with this text. */
export function linkOf({ html }: Page, text: string): string {
  const href = [...html.matchAll(/<a[^>]* href="([^"]*)"[^>]*>([^<]*)</g)].find(
    ([, , words]) => words === text,
  )?.[1];
  if (href === undefined) throw new Error(`there is no link "${text}" on the page: ${textOf(html)}`);
  return decode(href);
}

function decode(text: string): string {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
}
