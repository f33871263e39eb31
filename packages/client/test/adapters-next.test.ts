import { expect, test } from "vitest";
import { currentSession, routes, withSession, withToken } from "../src/adapters/next/index.ts";
import { ports } from "./support/ports.ts";

const { sessions, guard } = ports();
const anna = { cookie: "sid=anna" };
const to = (path: string, init?: RequestInit) => new Request(`http://localhost:3000${path}`, init);

test("a catch-all route answers what is the session's, and 404 for the rest", async () => {
  const { GET, POST } = routes(sessions);
  expect((await GET(to("/auth/cookies"))).headers.getSetCookie()).toHaveLength(2);
  const echo = await POST(to("/auth/echo", { method: "POST", body: "x" }));
  expect(await echo.json()).toMatchObject({ method: "POST", body: "x" });
  expect((await GET(to("/auth/elsewhere"))).status).toBe(404);
});

test("a server component learns who is signed in from headers()", async () => {
  expect((await currentSession(sessions, new Headers(anna)))?.claims.sub).toBe("anna");
  expect(await currentSession(sessions, new Headers())).toBeUndefined();
});

test("a route handler for people gets the session and Next's context", async () => {
  const GET = withSession(sessions, (_request, session, { params }: { params: string }) =>
    Response.json({ sub: session.claims.sub, params }),
  );
  const response = await GET(to("/api/me", { headers: anna }), { params: "p" });
  expect(await response.json()).toEqual({ sub: "anna", params: "p" });
  expect((await GET(to("/api/me"), { params: "p" })).status).toBe(401);
});

test("a page of people leads to the sign-in that the app names, or nowhere", async () => {
  const headers = { "sec-fetch-mode": "navigate" };
  const elsewhere = withSession(sessions, () => new Response(), { signInAt: "/bff/login" });
  const response = await elsewhere(to("/page?x=1", { headers }), undefined);
  expect(response.status).toBe(303);
  expect(response.headers.get("location")).toBe("/bff/login?returnTo=%2Fpage%3Fx%3D1");
  const nowhere = withSession(sessions, () => new Response(), { signInAt: null });
  expect((await nowhere(to("/page", { headers }), undefined)).status).toBe(401);
});

test("browsers without fetch metadata are led by what they accept", async () => {
  const GET = withSession(sessions, () => new Response());
  const accepting = (accept: string, method = "GET") =>
    GET(to("/page", { method, headers: { accept } }), undefined).then(({ status }) => status);
  expect(await accepting("text/html,application/xhtml+xml")).toBe(303);
  expect(await accepting("*/*")).toBe(401);
  expect(await accepting("text/html", "POST")).toBe(401);
});

test("a session that is renewed sends its cookie, with an answer that cannot be changed too", async () => {
  const GET = withSession(sessions, async (_request, session) => {
    await session.accessToken();
    return fetch("data:text/plain,from elsewhere");
  });
  const response = await GET(to("/api/me", { headers: anna }), undefined);
  expect(await response.text()).toBe("from elsewhere");
  expect(response.headers.getSetCookie()).toEqual(["renewed=1"]);
});

test("a route handler for tokens gets what the token says, or the guard answers", async () => {
  const GET = withToken(guard, { scopes: ["orders/read"] }, (_request, token) =>
    Response.json([token.subject, ...token.scopes]),
  );
  const good = await GET(to("/api/orders", { headers: { authorization: "Bearer good" } }), undefined);
  expect(await good.json()).toEqual(["anna", "orders/read"]);
  expect((await GET(to("/api/orders"), undefined)).status).toBe(401);
});

test("what Next.js loads while it builds asks for no settings before the first request", async () => {
  let made = 0;
  const later = () => {
    made += 1;
    return sessions;
  };
  const { GET } = routes(later);
  const me = withSession(later, (_request, session) => Response.json(session.claims.sub));
  const orders = withToken(
    () => guard,
    { scopes: ["orders/read"] },
    () => new Response(),
  );
  expect(made).toBe(0);
  expect((await GET(to("/auth/cookies"))).status).toBe(303);
  expect(await (await me(to("/api/me", { headers: anna }), undefined)).json()).toBe("anna");
  expect((await currentSession(later, new Headers(anna)))?.claims.sub).toBe("anna");
  expect((await orders(to("/api/orders"), undefined)).status).toBe(401);
  expect(made).toBe(1);
});

test("settings that are missing at one request are asked for again by the next", async () => {
  const settings: { issuer?: string } = {};
  const { GET } = routes(() => {
    if (settings.issuer === undefined) throw new Error("issuer is missing");
    return sessions;
  });
  await expect(GET(to("/auth/cookies"))).rejects.toThrow("issuer is missing");
  settings.issuer = "http://localhost:7665/us-east-1_a";
  expect((await GET(to("/auth/cookies"))).status).toBe(303);
});
