/**
 * The doors: the only room that knows the HTTP framework. It turns the framework's request into an `HttpRequest`, hands
 * it to the route's answer, and writes the `Reply`. Limits of size and time are set here, before anything is read.
 */
import type { BlockList } from "node:net";
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from "fastify";
import type { Clock, World } from "../core/ports.ts";
import { brokenRequestReply, unknownRouteReply } from "./broken-request.ts";
import { isHttps } from "./cookies.ts";
import { type DataPlace, unlessMoved } from "./moved.ts";
import type { Reply } from "./reply.ts";
import type { HttpRequest } from "./request.ts";
import type { Route } from "./routes.ts";
import { sourceOf } from "./source.ts";

export interface HttpOptions {
  readonly routes: readonly Route[];
  /** PEM texts; plain HTTP without. */
  readonly tls?: { readonly cert: string; readonly key: string } | undefined;
  /** True once the process was asked to end: no answer promises that its connection stays. */
  readonly isStopping?: () => boolean;
  /** Of the Date header, where it is not the machine's: clients set their clocks by it. */
  readonly date?: Clock | undefined;
  /** Who is believed about the address of whoever is behind them. */
  readonly trustedProxies: BlockList;
  /** Whether the data is still where this server reads it. */
  readonly place: DataPlace;
}

export type DoorServer = FastifyInstance;

/** The largest body: a logo for branding has 128 KiB, everything else is far smaller. */
const bodyLimit = 1024 * 1024;
/** An access token with a hundred groups of the longest names has 18 kB. */
const maxHeaderSize = 32 * 1024;

export function createHttpServer(world: World, options: HttpOptions): DoorServer {
  const app = createFramework(world, options.tls);
  const send = createSender(world, options);
  const { trustedProxies, place } = options;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  for (const route of options.routes) {
    app.route({
      method: [...route.methods],
      url: route.path,
      handler: async (request, reply) => {
        const asked = toHttpRequest(request, trustedProxies);
        send(reply, await unlessMoved(place, asked, () => route.answer(world, asked)));
      },
    });
  }
  app.setNotFoundHandler((request, reply) =>
    send(reply, unknownRouteReply(toHttpRequest(request, trustedProxies))),
  );
  app.setErrorHandler(async (error, request, reply) => {
    const asked = toHttpRequest(request, trustedProxies);
    send(reply, await unlessMoved(place, asked, async () => brokenRequestReply(world.log, asked, error)));
  });
  return app;
}

function createFramework(world: World, tls: HttpOptions["tls"]): DoorServer {
  // Node cuts slow headers and slow bodies itself (`headersTimeout`, `requestTimeout`).
  const limits = {
    maxHeaderSize,
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    connectionsCheckingInterval: 5_000,
  };
  const options = {
    bodyLimit,
    genReqId: () => world.random.uuid(),
    requestIdHeader: false as const,
    // What arrives while the server closes is still answered in full (HT-06).
    return503OnClosing: false,
  };
  if (tls === undefined) return fastify({ ...options, http: limits });
  // The type of an HTTPS instance differs in its raw server only, which nothing here touches.
  return fastify({ ...options, https: { ...limits, ...tls } }) as unknown as DoorServer;
}

const noBody = new Uint8Array();

function toHttpRequest(request: FastifyRequest, trustedProxies: BlockList): HttpRequest {
  const { raw } = request;
  const url = raw.url ?? "/";
  const mark = url.indexOf("?");
  return {
    requestId: request.id,
    method: request.method,
    path: mark === -1 ? url : url.slice(0, mark),
    query: mark === -1 ? "" : url.slice(mark + 1),
    // The route's parameters are texts; the framework types them as unknown.
    params: request.params as Readonly<Record<string, string>>,
    headers: request.headers,
    distinctHeaders: () => raw.headersDistinct,
    body: request.body instanceof Uint8Array ? request.body : noBody,
    source: sourceOf(raw.socket.remoteAddress ?? "", raw.headers["x-forwarded-for"], trustedProxies),
  };
}

/** Writes to Node's own response: a reply is whole when it gets here, so the framework's steps would find nothing to do. */
function createSender(world: World, { isStopping, date }: HttpOptions) {
  return (reply: FastifyReply, { status, headers, body }: Reply): void => {
    const { raw } = reply.hijack();
    const all: Record<string, string | string[]> = { ...(headers as Record<string, string | string[]>) };
    all["content-length"] = String(typeof body === "string" ? Buffer.byteLength(body) : body.length);
    if (isHttps(world.settings)) all["strict-transport-security"] = "max-age=31536000; includeSubDomains";
    if (isStopping?.()) all["connection"] = "close";
    if (date !== undefined) all["date"] = new Date(date.now()).toUTCString();
    raw.writeHead(status, all).end(body);
  };
}
