/** The span of a request: in the caller's trace where it sends one (W3C Trace Context), named by the operation or the route. */
import { type Attributes, ROOT_CONTEXT, SpanStatusCode } from "@opentelemetry/api";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import { type HttpRequest, header } from "../http/request.ts";
import type { RequestFacts } from "../http/request-facts.ts";
import type { RequestWatcher } from "../http/request-watcher.ts";
import type { HouseTracer } from "./tracer.ts";

const traceContext = new W3CTraceContextPropagator();
const getter = {
  get: (request: HttpRequest, key: string) => header(request, key),
  keys: (request: HttpRequest) => Object.keys(request.headers),
};

export function traceRequests(tracer: HouseTracer): RequestWatcher {
  return (request, answer) => {
    const { facts } = request;
    const name = `${facts.method} ${facts.route}`;
    const attributes = { "http.request.method": facts.method, "http.route": facts.route };
    const parent = traceContext.extract(ROOT_CONTEXT, request, getter);
    return tracer.run({ name, kind: "server", attributes, parent }, async (span) => {
      facts.traceId = span.spanContext().traceId;
      const reply = await answer();
      span.setAttributes(attributesOf(facts, reply.status));
      // All calls of the JSON API have one route.
      if (facts.operation !== undefined) span.updateName(facts.operation);
      if (reply.status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      return reply;
    });
  };
}

function attributesOf(facts: RequestFacts, status: number): Attributes {
  const { requestId, operation, grantType, poolId, clientId, error } = facts;
  return {
    "http.response.status_code": status,
    "poolhouse.request_id": requestId,
    ...(operation !== undefined && { "rpc.system": "aws-api", "rpc.method": operation }),
    ...(grantType !== undefined && { "poolhouse.grant_type": grantType }),
    ...(poolId !== undefined && { "poolhouse.pool_id": poolId }),
    ...(clientId !== undefined && { "poolhouse.client_id": clientId }),
    ...(error !== undefined && { "error.type": error }),
  };
}
