/**
 * The doors: the only room that knows the HTTP framework. It turns the framework's request into an `HttpRequest`, hands
 * it to the route's answer, and writes the `Reply`. Limits of size and time are set here, before anything is read.
 */
import type { IncomingMessage } from "node:http";
import type { BlockList } from "node:net";
import type { Server as TlsServer } from "node:tls";
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from "fastify";
import { RateExceeded } from "../core/failures.ts";
import type { Clock, World } from "../core/ports.ts";
import { sourceKey } from "../core/sign-in/network-address.ts";
import { brokenRequestReply, isRequestBroken, unknownRouteReply } from "./broken-request.ts";
import { type ClientErrors, createClientErrors } from "./client-errors.ts";
import { type ConnectionLimits, limitConnections } from "./connections.ts";
import { isHttps } from "./cookies.ts";
import { limitLargeBodies } from "./large-bodies.ts";
import { type DataPlace, unlessMoved } from "./moved.ts";
import { rateExceededReply } from "./rate-exceeded.ts";
import { withinRates, withinSourceRate } from "./rate-limits.ts";
import type { Reply } from "./reply.ts";
import type { HttpRequest } from "./request.ts";
import { newFacts } from "./request-facts.ts";
import { type RequestWatcher, watched } from "./request-watcher.ts";
import type { Route } from "./routes.ts";
import { sourceOf } from "./source.ts";

export interface HttpOptions {
  readonly routes: readonly Route[];
  /** PEM texts; plain HTTP without. */
  readonly tls?: { readonly cert: string; readonly key: string } | undefined;
  /** True once the process was asked to stop: answers then no longer keep their connection alive. */
  readonly isStopping?: () => boolean;
  /** The clock of the Date header, if it is not the machine's: clients set their clocks by it. */
  readonly date?: Clock | undefined;
  /** Which proxies are trusted to name the address of whoever is behind them. */
  readonly trustedProxies: BlockList;
  readonly limits: HttpLimits;
  /** Around every answer, the first outermost. */
  readonly watchers?: readonly RequestWatcher[];
  /** Whether the data is still where this server reads it. */
  readonly place: DataPlace;
}

/** Times in seconds, sizes in bytes. */
export interface HttpLimits extends ConnectionLimits {
  readonly headersTimeout: number;
  readonly requestTimeout: number;
  readonly keepAliveTimeout: number;
  /** For a connection on which nothing moves while a request or an answer is under way. */
  readonly idleTimeout: number;
  readonly bodyLimit: number;
  readonly headerLimit: number;
}

export type DoorServer = FastifyInstance;

export function createHttpServer(world: World, options: HttpOptions): DoorServer {
  const clientErrors = createClientErrors();
  const app = createFramework(world, options, clientErrors, answerBroken);
  const send = createSender(world, options);
  const { place, trustedProxies, watchers = [] } = options;
  limitConnections(app.server, options.limits, trustedProxies, world.log);
  const answer = async (
    request: FastifyRequest,
    reply: FastifyReply,
    route: string,
    work: (world: World, request: HttpRequest) => Reply | Promise<Reply>,
  ): Promise<void> => {
    if (clientErrors.isLate(request.raw.socket)) return void reply.hijack();
    const asked = toHttpRequest(request, route, trustedProxies);
    // Whatever this request changes is recorded in its name, and its hashing takes turns with that of other addresses.
    const own = {
      ...world,
      store: world.storeOf(asked.facts),
      passwords: world.passwords.of(asked.source),
    };
    const answered = () => unlessMoved(own, place, asked, async () => work(own, asked));
    send(reply, await watched(watchers, asked, answered));
  };
  const bodySourceOf = (request: IncomingMessage) => sourceKey(peerOf(request, trustedProxies));
  limitLargeBodies(app, options.limits.bodyLimit, bodySourceOf, world.log);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  for (const route of options.routes) {
    const work = withinRates(route);
    app.route({
      method: [...route.methods],
      url: route.path,
      handler: (request, reply) => answer(request, reply, route.path, work),
    });
  }
  const unknownRoute = withinSourceRate((_world, asked) => unknownRouteReply(asked));
  app.setNotFoundHandler((request, reply) => answer(request, reply, "unknown", unknownRoute));
  app.setErrorHandler((error, request, reply) => answerBroken(error, request, reply));
  return app;

  function answerBroken(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const broken = (own: World, asked: HttpRequest) =>
      error instanceof RateExceeded
        ? rateExceededReply(own, asked, error)
        : brokenRequestReply(own.log, asked, error);
    // A fault of ours was counted when the request arrived.
    const work = isRequestBroken(error) ? withinSourceRate(broken) : broken;
    return answer(request, reply, request.routeOptions.url ?? "unknown", work);
  }
}

function createFramework(
  world: World,
  { tls, limits }: HttpOptions,
  clientErrors: ClientErrors,
  answerBroken: (error: unknown, request: FastifyRequest, reply: FastifyReply) => Promise<void>,
): DoorServer {
  const headersTimeout = limits.headersTimeout * 1000;
  // Node itself finds whoever sends headers or bodies slowly, this often: then there are few of them each time.
  const server = {
    maxHeaderSize: limits.headerLimit,
    headersTimeout,
    connectionsCheckingInterval: 50,
  };
  const options = {
    bodyLimit: limits.bodyLimit,
    clientErrorHandler: clientErrors.take,
    // A path that cannot be routed: invalid escapes, or a segment that is too long.
    frameworkErrors: answerBroken,
    // Here and not among the server's options, where the framework would overwrite them with its own.
    requestTimeout: limits.requestTimeout * 1000,
    keepAliveTimeout: limits.keepAliveTimeout * 1000,
    connectionTimeout: limits.idleTimeout * 1000,
    genReqId: () => world.random.uuid(),
    requestIdHeader: false as const,
    // What arrives while the server closes is still answered in full (HT-06).
    return503OnClosing: false,
    schemaController: { compilersFactory: noSchemas },
  };
  if (tls === undefined) return fastify({ ...options, http: server });
  // The type of an HTTPS instance differs in its raw server only, which nothing here touches.
  return fastify({
    ...options,
    https: { ...server, handshakeTimeout: headersTimeout, ...tls },
  }) as unknown as DoorServer;
}

/** Takes effect with the next handshake. */
export function serveCertificate(
  app: DoorServer,
  pair: { readonly cert: string; readonly key: string },
): void {
  // Its server is one of node:https wherever there is a pair.
  (app.server as unknown as TlsServer).setSecureContext(pair);
}

/**
 * No route has a schema for the framework: input is read by the operations. Without these it would load the compilers of its own,
 * half a megabyte, at every start; the bundle leaves them out.
 */
const noSchemas = {
  buildValidator: () => refuseSchema,
  buildSerializer: () => refuseSchema,
};

function refuseSchema(): never {
  throw new Error("Routes have no schemas here.");
}

const noBody = new Uint8Array();

function toHttpRequest(request: FastifyRequest, route: string, trustedProxies: BlockList): HttpRequest {
  const { raw, id: requestId, method } = request;
  const url = raw.url ?? "/";
  const mark = url.indexOf("?");
  const source = peerOf(raw, trustedProxies);
  return {
    requestId,
    method,
    path: mark === -1 ? url : url.slice(0, mark),
    query: mark === -1 ? "" : url.slice(mark + 1),
    // The route's parameters are texts; the framework types them as unknown.
    params: request.params as Readonly<Record<string, string>>,
    headers: request.headers,
    distinctHeaders: () => raw.headersDistinct,
    body: request.body instanceof Uint8Array ? request.body : noBody,
    source,
    facts: newFacts({ requestId, method, route, source }),
  };
}

function peerOf({ socket, headers }: IncomingMessage, trustedProxies: BlockList): string {
  return sourceOf(socket.remoteAddress ?? "", headers["x-forwarded-for"], trustedProxies);
}

/** Writes to Node's own response: a reply is complete when it gets here, so the framework has nothing left to do. */
function createSender({ settings }: World, { isStopping, date }: HttpOptions) {
  // HSTS holds for every port of a host: for `localhost` it would lock out whatever else is served there without TLS.
  const isStrict = isHttps(settings) && new URL(settings.publicUrl).hostname !== "localhost";
  return (reply: FastifyReply, { status, headers, body }: Reply): void => {
    const { raw } = reply.hijack();
    const all: Record<string, string | string[]> = { ...(headers as Record<string, string | string[]>) };
    // RFC 9110 §8.6: a 204 has none.
    if (status !== 204)
      all["content-length"] = String(typeof body === "string" ? Buffer.byteLength(body) : body.length);
    if (isStrict) all["strict-transport-security"] = "max-age=31536000; includeSubDomains";
    if (isStopping?.()) all["connection"] = "close";
    if (date !== undefined) all["date"] = new Date(date.now()).toUTCString();
    raw.writeHead(status, all).end(body);
  };
}
