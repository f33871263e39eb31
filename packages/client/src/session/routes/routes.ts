/** Which request is whose, and what it must have before anybody looks at its session. */
import type { App } from "../app.ts";
import { isAmbiguous, upstreamUrl } from "../proxy/path.ts";
import { passOn } from "../proxy/proxy.ts";
import type { ProxyRoute } from "../proxy/rules.ts";
import { failureAnswer, refusal, withCookies } from "./answers.ts";
import { createBackchannelLogout } from "./backchannel-logout.ts";
import { callback } from "./callback.ts";
import { login } from "./login.ts";
import { logout } from "./logout.ts";
import { isFromOwnPage } from "./request-checks.ts";
import { session } from "./session.ts";

interface Route {
  readonly method: string;
  /** True for what a page of the app calls by script, and nobody else (BF-04). */
  readonly isForOwnPages: boolean;
  readonly answer: (request: Request, url: URL) => Promise<Response>;
}

export interface HandleOptions {
  /**
   * The request target as it came on the wire. `Request` resolves dot segments in its address; with this, they are refused where
   * a proxied path has any.
   */
  readonly target?: string | undefined;
}

export function createRoutes(
  app: App,
): (request: Request, options?: HandleOptions) => Promise<Response | undefined> {
  const { basePath, callbackPath, proxy } = app.settings;
  const routes: ReadonlyMap<string, Route> = new Map([
    [callbackPath, route("GET", false, (request, url) => callback(app, request, url))],
    [`${basePath}/login`, route("GET", false, (request, url) => login(app, request, url))],
    [`${basePath}/logout`, route("POST", true, (request) => logout(app, request))],
    [`${basePath}/session`, route("GET", true, (request) => session(app, request))],
    [`${basePath}/backchannel-logout`, route("POST", false, createBackchannelLogout(app))],
  ]);
  return async (request, { target } = {}) => {
    const url = new URL(request.url);
    try {
      const found = routes.get(url.pathname);
      if (found !== undefined) return await answered(app, found, request, url);
      const raw = pathOf(target) ?? url.pathname;
      const through = proxy.find(({ prefix }) => raw.startsWith(prefix) || url.pathname.startsWith(prefix));
      return through === undefined ? undefined : await proxied(app, through, request, url, raw);
    } catch (error) {
      app.settings.report({ type: "request_failed", path: url.pathname, error });
      return failureAnswer(error);
    }
  };
}

function route(method: string, isForOwnPages: boolean, answer: Route["answer"]): Route {
  return { method, isForOwnPages, answer };
}

async function answered({ settings }: App, found: Route, request: Request, url: URL): Promise<Response> {
  const { answer, isForOwnPages, method } = found;
  if (isForOwnPages && !isFromOwnPage(request, settings.appOrigin)) return refusal(403, "csrf");
  if (request.method !== method) return refusal(405, "method_not_allowed", { allow: method });
  return answer(request, url);
}

async function proxied(
  { keeper, settings }: App,
  through: ProxyRoute,
  request: Request,
  { pathname, search }: URL,
  raw: string,
): Promise<Response> {
  const address = isAmbiguous(raw) ? undefined : upstreamUrl(through, pathname, search);
  if (address === undefined) return refusal(400, "proxy_path_refused");
  if (!isFromOwnPage(request, settings.appOrigin)) return refusal(403, "csrf");
  if (!through.methods.has(request.method)) {
    return refusal(405, "method_not_allowed", { allow: [...through.methods].join(", ") });
  }
  const found = await keeper.find(request);
  if (found === undefined) return refusal(401, "not_signed_in");
  try {
    return await passOn(settings, request, address, found);
  } catch (error) {
    settings.report({ type: "request_failed", path: pathname, error });
    return withCookies(failureAnswer(error), found.cookies());
  }
}

/** Without query, and without the origin that a proxy's form of a target has (RFC 9112 §3.2.2). */
function pathOf(target: string | undefined): string | undefined {
  return target?.replace(/^https?:\/\/[^/?#]*/i, "").replace(/[?#].*$/s, "");
}
