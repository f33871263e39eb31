/**
 * A session and a guard as plain data, to see what frameworks do with requests and answers. `createSessions` and `createGuard` are
 * tested elsewhere; adapters are given the same shape.
 */
import type { CheckResult, Guard, OpenSession, Sessions } from "../../src/adapters/express/index.ts";
import { ClientError } from "../../src/errors/client-error.ts";

/** What a request looked like to `handle`. */
export interface Seen {
  readonly url: string;
  readonly target: string | undefined;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Ports {
  readonly sessions: Sessions;
  readonly guard: Guard;
  /** Resolves when an answer's body was cancelled, or a request's signal fired. */
  readonly gone: Promise<string>;
}

/** More than every buffer on the way holds. */
export const largeBytes = 4 * 1_048_576;

export function ports(): Ports {
  const { promise: gone, resolve: isGone } = Promise.withResolvers<string>();
  const sessions: Sessions = {
    async handle(request, { target } = {}) {
      const answer = answers[new URL(request.url).pathname];
      return answer?.(request, target, isGone);
    },
    async open({ headers }) {
      const cookies = headers.get("cookie") ?? "";
      if (cookies.includes("sid=store-away")) throw unavailable("store_unavailable");
      return cookies.includes("sid=anna") ? session(cookies.includes("seen=long-ago")) : undefined;
    },
  };
  return { sessions, guard: { check }, gone };
}

type Answer = (
  request: Request,
  target: string | undefined,
  isGone: (how: string) => void,
) => Promise<Response> | Response;

const answers: Readonly<Record<string, Answer>> = {
  "/auth/echo": async (request, target) => {
    const seen: Seen = {
      url: request.url,
      target,
      method: request.method,
      headers: Object.fromEntries(request.headers),
      body: await request.text(),
    };
    return Response.json(seen);
  },
  "/auth/cookies": () => {
    const response = new Response(null, { status: 303, headers: { location: "/" } });
    response.headers.append("set-cookie", "a=1; Expires=Thu, 01 Jan 2032 00:00:00 GMT");
    response.headers.append("set-cookie", "b=2");
    return response;
  },
  "/auth/unread": () => new Response("not interested", { status: 403 }),
  "/auth/large": () => new Response(chunks(largeBytes / 65_536)),
  "/auth/endless": (_request, _target, isGone) =>
    new Response(
      new ReadableStream({
        pull: (controller) => controller.enqueue(new Uint8Array(65_536)),
        cancel: () => isGone("cancelled"),
      }),
    ),
  "/auth/broken": () =>
    new Response(
      new ReadableStream({
        start: (controller) => controller.enqueue(new Uint8Array(10)),
        pull: (controller) => controller.error(new Error("the upstream broke off")),
      }),
    ),
  "/auth/waits": ({ signal }, _target, isGone) =>
    new Promise((resolve) => {
      signal.addEventListener("abort", () => {
        isGone("aborted");
        resolve(new Response("too late"));
      });
    }),
};

function chunks(count: number): ReadableStream<Uint8Array> {
  let sent = 0;
  return new ReadableStream({
    pull(controller) {
      if (sent === count) return controller.close();
      controller.enqueue(new Uint8Array(65_536).fill(sent));
      sent += 1;
    },
  });
}

/** One that was not seen for long sends its cookie anew, as real ones do; one that is renewed sends the next one. */
function session(isSeenLongAgo: boolean): OpenSession {
  let renewals = 0;
  return {
    claims: { sub: "anna", iss: "http://issuer.invalid" },
    expiresAt: 1,
    fetch,
    async accessToken() {
      renewals += 1;
      return "access";
    },
    headers: () =>
      new Headers(renewals === 0 && !isSeenLongAgo ? [] : [["set-cookie", `renewed=${renewals}`]]),
    end: async () => true,
  };
}

async function check(
  request: Request,
  { scopes = [] }: { readonly scopes?: readonly string[] | undefined } = {},
): Promise<CheckResult> {
  const header = request.headers.get("authorization");
  if (header !== "Bearer good") {
    const headers = { "www-authenticate": 'Bearer realm="test", error="invalid_token"' };
    const response = Response.json({ error: "invalid_token", seen: header }, { status: 401, headers });
    return { response, error: new ClientError("token_missing") };
  }
  const claims = { sub: "anna" };
  const groups = new Set<string>();
  return {
    token: { claims, subject: "anna", clientId: "app", scopes: new Set(scopes), groups, expiresAt: 1 },
  };
}

function unavailable(code: string): Error {
  return Object.assign(new Error(code), { name: "ClientError", code });
}
