/** An API that other apps call: it believes nobody, and reads everything from the access token. */
import { requireToken, tokenOf } from "@poolhouse/client/fastify";
import { createGuard } from "@poolhouse/client/guard";
import fastify from "fastify";
import { readQuickstart } from "../quickstart.ts";

const { issuer, clients } = await readQuickstart();
const guard = createGuard({
  issuer,
  // Tokens of other apps of the pool do not open it.
  clientIds: [clients.web.clientId, clients.spa.clientId, clients.machine.clientId],
});

const api = fastify();

api.get("/", async () => ({ what: "an API; ask for /me or /reports with an access token" }));

/** For people: whose token it is decides what they see. */
api.get("/me", { onRequest: requireToken(guard, { scopes: ["api/read"] }) }, async (request) => {
  const { subject, claims, scopes } = tokenOf(request);
  return { hello: claims["username"] ?? "machine", sub: subject, scopes: [...scopes] };
});

/** For services: a machine's token has no person in it. */
api.get("/reports", { onRequest: requireToken(guard, { scopes: ["api/read"] }) }, async (request, reply) => {
  if (tokenOf(request).claims["username"] !== undefined)
    return reply.status(403).send({ error: "for_services_only" });
  return { reports: ["January", "February"] };
});

/** Browser apps of this origin may call; a preflight has no token, so it is answered before the guard. */
api.addHook("onRequest", async (request, reply) => {
  if (request.headers.origin !== new URL(clients.spa.redirectUri).origin) return;
  reply.header("access-control-allow-origin", request.headers.origin).header("vary", "Origin");
  if (request.method === "OPTIONS") {
    await reply.header("access-control-allow-headers", "authorization").status(204).send();
  }
});
api.options("/*", async (_request, reply) => reply.status(204).send());

await api.listen({ port: 4000 });
console.log("An API at http://localhost:4000/");
console.log("Call it from the other examples: npm run example machine, web or spa. Ctrl-C stops it.");
