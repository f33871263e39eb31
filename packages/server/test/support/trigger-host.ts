/**
 * The outside that triggers lead to: an HTTP server on loopback that is a webhook and an emulator of Lambda's Invoke API at
 * once. Each function is set by the test that needs it, and every request is kept.
 */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { onTestFinished } from "vitest";
import { listenLocally } from "./listening.ts";

export interface TriggerEvent {
  readonly version: string;
  readonly triggerSource: string;
  readonly region: string;
  readonly userPoolId: string;
  readonly userName: string;
  readonly callerContext: { readonly awsSdkVersion: string; readonly clientId: string };
  // Tests look into them, and their form depends on the trigger.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  readonly request: any;
  // biome-ignore lint/suspicious/noExplicitAny: see above
  response: any;
}

/** Changes the event, or throws what it has to say; what it gives back instead is sent as it is. */
export type TriggerFunction = (event: TriggerEvent) => unknown;

export interface HostRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly event: TriggerEvent;
}

export interface TriggerHost {
  readonly url: string;
  /** By the name in the path: `/2015-03-31/functions/<name>/invocations`, or `/<name>` for a webhook. */
  readonly functions: Map<string, TriggerFunction>;
  /** Beside functions: full control over the answer. */
  readonly answers: Map<string, (response: ServerResponse, request: HostRequest) => void>;
  /** Everything that came, oldest first. */
  readonly requests: HostRequest[];
  /** Events that came for one function. */
  eventsOf(name: string): TriggerEvent[];
  close(): Promise<void>;
}

export async function startTriggerHost(): Promise<TriggerHost> {
  const functions: TriggerHost["functions"] = new Map();
  const answers: TriggerHost["answers"] = new Map();
  const requests: HostRequest[] = [];
  const server = createServer(async (incoming, response) => {
    let body = "";
    for await (const chunk of incoming) body += chunk;
    const path = incoming.url ?? "/";
    const request = { path, headers: incoming.headers, body, event: JSON.parse(body) };
    requests.push(request);
    const answer = answers.get(nameOf(path));
    if (answer !== undefined) answer(response, request);
    else answerWith(response, functions.get(nameOf(path)), request);
  });
  const { port, close } = await listenLocally(server);
  return {
    url: `http://127.0.0.1:${port}`,
    functions,
    answers,
    requests,
    eventsOf: (name) => requests.flatMap(({ path, event }) => (nameOf(path) === name ? [event] : [])),
    close,
  };
}

/** For one test alone. */
export async function triggerHost(): Promise<TriggerHost> {
  const host = await startTriggerHost();
  onTestFinished(() => host.close());
  return host;
}

function nameOf(path: string): string {
  return decodeURIComponent(/^\/2015-03-31\/functions\/(.+)\/invocations$/.exec(path)?.[1] ?? path.slice(1));
}

/** As Lambda tells it: what a function throws is an answer with a header. */
function answerWith(
  response: ServerResponse,
  run: TriggerFunction | undefined,
  { event }: HostRequest,
): void {
  response.setHeader("content-type", "application/json");
  if (run === undefined) {
    response.writeHead(404).end(JSON.stringify({ Message: "Function not found" }));
    return;
  }
  try {
    const copy = structuredClone(event);
    const result = run(copy);
    response.end(JSON.stringify(result === undefined ? copy : result));
  } catch (error) {
    response.setHeader("x-amz-function-error", "Unhandled");
    response.end(JSON.stringify({ errorMessage: error instanceof Error ? error.message : String(error) }));
  }
}
