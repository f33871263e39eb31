/** Requests byte by byte: what no client library would send. */
import { Agent, request as ask } from "node:http";
import { text } from "node:stream/consumers";

export interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface RawAnswer {
  readonly status: number;
  readonly body: string;
}

/** It took too long. */
export class NoAnswer extends Error {}

const patienceMs = 20_000;
const agent = new Agent({ keepAlive: true, maxSockets: 8 });

/** Rejects when the server does not answer. What HTTP cannot carry is left out. */
export async function send(url: string, { method, path, headers, body }: RawRequest): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  const { promise, resolve, reject } = Promise.withResolvers<RawAnswer>();
  const clean = Object.entries(headers).map(([name, value]) => [name, carried(value)]);
  const bytes = Buffer.from(body);
  const outgoing = ask({
    agent,
    hostname,
    port,
    method,
    path: path.replaceAll(/[^\x21-\x7e]/g, (each) => encodeURIComponent(each.toWellFormed())),
    headers: { ...Object.fromEntries(clean), "content-length": bytes.length },
    timeout: patienceMs,
  });
  outgoing.once("timeout", () => outgoing.destroy(new NoAnswer("no answer in time")));
  outgoing.once("error", reject);
  outgoing.once("response", (response) => {
    text(response).then((answered) => resolve({ status: response.statusCode ?? 0, body: answered }), reject);
  });
  outgoing.end(bytes);
  return promise;
}

function carried(value: string): string {
  // RFC 9110 §5.5: visible characters, spaces and obs-text.
  return value.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, "").trim();
}
