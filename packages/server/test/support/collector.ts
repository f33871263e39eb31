/** An OpenTelemetry collector that keeps what it is sent: OTLP over HTTP, as JSON. */
import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import { listenLocally } from "./listening.ts";

export interface Collector {
  readonly url: string;
  /** In the order in which they came. */
  readonly spans: CollectedSpan[];
  /** Everything as it was sent. */
  raw(): string;
  close(): Promise<void>;
}

export interface CollectedSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly attributes: Readonly<Record<string, unknown>>;
}

interface Export {
  readonly resourceSpans: readonly {
    readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[];
  }[];
}

interface OtlpSpan extends Omit<CollectedSpan, "attributes"> {
  readonly attributes?: readonly { readonly key: string; readonly value: object }[];
}

export async function startCollector(): Promise<Collector> {
  const spans: CollectedSpan[] = [];
  const bodies: unknown[] = [];
  const server = createServer(async (request, response) => {
    const body = await json(request);
    bodies.push(body);
    if (request.url === "/v1/traces") spans.push(...spansOf(body as Export));
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
  const { port, close } = await listenLocally(server);
  return {
    url: `http://127.0.0.1:${port}`,
    spans,
    raw: () => JSON.stringify(bodies),
    close,
  };
}

function spansOf({ resourceSpans }: Export): CollectedSpan[] {
  const sent = resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
  return sent.map(({ attributes = [], ...span }) => ({
    ...span,
    attributes: Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]])),
  }));
}
