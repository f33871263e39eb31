/**
 * Spans and where they go: OTLP over HTTP, in batches, apart from the work. Nothing is registered for the whole process, so nobody else's
 * instrumentation is disturbed and several houses can live in one process.
 */
import {
  type Attributes,
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import { atMost } from "../clock/at-most.ts";

export interface TraceSettings {
  /** Of the collector, without `/v1/traces`. */
  readonly endpoint: string;
  /** Of the traces that begin here; whoever calls with a trace of their own has decided. */
  readonly ratio: number;
}

export interface SpanRequest {
  readonly name: string;
  readonly kind: keyof typeof kinds;
  readonly attributes: Attributes;
  /** Undefined: whatever it happens in, and no span at all outside of everything. */
  readonly parent?: Context;
}

export interface HouseTracer {
  run<T>(span: SpanRequest, work: (span: Span) => Promise<T>): Promise<T>;
  /** What begins in there belongs to no span, though a request caused it. */
  outside(work: () => void): void;
  /** Sends what is left. */
  stop(): Promise<void>;
}

const longestStopMs = 2_000;

const kinds = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  internal: SpanKind.INTERNAL,
} as const;

export function createTracer(settings: TraceSettings, version: string): HouseTracer {
  const provider = createProvider(settings, version);
  const tracer: Tracer = provider.getTracer("poolhouse", version);
  const contexts = new AsyncLocalStorageContextManager().enable();
  return {
    async run({ name, kind, attributes, parent }, work) {
      const context = parent ?? contexts.active();
      if (parent === undefined && trace.getSpan(context) === undefined) return work(noSpan);
      const span = tracer.startSpan(name, { kind: kinds[kind], attributes }, context);
      try {
        return await contexts.with(trace.setSpan(context, span), () => work(span));
      } catch (error) {
        noteError(span, error);
        throw error;
      } finally {
        span.end();
      }
    },
    outside: (work) => contexts.with(ROOT_CONTEXT, work),
    async stop() {
      // A collector that is away or silent must not keep the house from closing.
      const stopping = provider.shutdown().catch(() => undefined);
      await atMost(longestStopMs, stopping, undefined);
      contexts.disable();
    },
  };
}

/** Its kind alone: messages of errors can quote what was sent. */
function noteError(span: Span, error: unknown): void {
  span.setAttribute("error.type", error instanceof Error ? error.name : "unknown");
  span.setStatus({ code: SpanStatusCode.ERROR });
}

/** Takes everything and keeps nothing. */
const noSpan: Span = trace.wrapSpanContext({ traceId: "", spanId: "", traceFlags: 0 });

function createProvider({ endpoint, ratio }: TraceSettings, version: string): TracerProvider {
  const url = `${endpoint.replace(/\/+$/, "")}/v1/traces`;
  const exporter = new OTLPTraceExporter({ url, timeoutMillis: 5_000 });
  return new TracerProvider({
    resource: resourceFromAttributes({ "service.name": "poolhouse", "service.version": version }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
    spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: 2_000 })],
  });
}
