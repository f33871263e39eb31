/** A web app with sessions on `node:http`, and a browser that visits it. */
import { once } from "node:events";
import { createServer, request } from "node:http";
import { sessionMiddleware } from "@poolhouse/client/express";
import { createSessions } from "@poolhouse/client/session";
import { clients, endpoint, issuer, signInAtPage } from "./_quickstart.mjs";

/**
 * Listens at a free port, whatever the redirect URI says: the browser below is told.
 * @param {Partial<import("@poolhouse/client/session").SessionsOptions>} options
 */
export async function startApp(options) {
  const { clientId, clientSecret, redirectUri, logoutUri, scopes } = clients.web;
  const sessions = createSessions({
    ...{ issuer, clientId, clientSecret, redirectUri, logoutUri, scopes },
    keys: ["bmluZXR5LW5pbmUtcGVyY2VudC1yYW5kb20tYnl0ZXM"],
    proxy: [{ prefix: "/api/", upstream: `${endpoint}/` }],
    ...options,
  });
  const middleware = sessionMiddleware(sessions);
  const server = createServer((incoming, outgoing) =>
    middleware(incoming, outgoing, () => {
      outgoing.end("home");
    }),
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { sessions, browser: createBrowser(port), close: () => server.close() };
}

/** @param {number} port */
function createBrowser(port) {
  /** @type {Map<string, string>} */
  const cookies = new Map();

  /** @param {string} line */
  function keep(line) {
    const [pair = "", ...attributes] = line.split("; ");
    const [name = "", value = ""] = pair.split("=");
    if (attributes.includes("Max-Age=0")) cookies.delete(name);
    else cookies.set(name, value);
  }

  const cookie = () => [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");

  /**
   * By `node:http`, since `fetch` says that it is a script.
   * @param {string} path
   * @param {Record<string, string>} headers
   */
  async function send(path, headers, method = "GET") {
    const asked = request({
      ...{ host: "127.0.0.1", port, path, method, agent: false },
      headers: { cookie: cookie(), ...headers },
    }).end();
    const [answer] = await once(asked, "response");
    let body = "";
    for await (const chunk of answer) body += chunk;
    for (const line of answer.headers["set-cookie"] ?? []) keep(line);
    return { status: answer.statusCode, headers: answer.headers, body };
  }

  return {
    cookie,
    /** @param {string} path */
    open: (path) => send(path, { "sec-fetch-dest": "document", "sec-fetch-mode": "navigate" }),
    /** @param {string} path */
    call: (path, method = "GET") => send(path, { "x-csrf": "1", "sec-fetch-site": "same-origin" }, method),
    /** Through the provider's page; the app's last answer. */
    async signIn() {
      const begun = await this.open("/auth/login?returnTo=/boats");
      const { pathname, search } = await signInAtPage(new URL(begun.headers.location ?? ""));
      return this.open(pathname + search);
    },
  };
}
