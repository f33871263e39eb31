/** A proxy that a browser sends everything through, and that writes down all of it: not every body is shown to the browser's tools. */
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
  request as send,
} from "node:http";
import { listenLocally } from "../../../../server/test/support/listening.ts";
import type { Evidence } from "./evidence.ts";

export interface RecordingProxy {
  readonly address: string;
  /** Oldest first. */
  readonly seen: Evidence[];
  close(): Promise<void>;
}

/** For plain HTTP, whose requests come to a proxy with their whole address (RFC 9112 §3.2.2). */
export async function startRecordingProxy(): Promise<RecordingProxy> {
  const seen: Evidence[] = [];
  const listener = createServer((request, response) => {
    passOn(request, response, seen).catch(() => response.destroy());
  });
  const { port, close } = await listenLocally(listener);
  return { address: `http://127.0.0.1:${port}`, seen, close };
}

async function passOn(incoming: IncomingMessage, outgoing: ServerResponse, seen: Evidence[]): Promise<void> {
  const { headers, method = "GET", url = "" } = incoming;
  const what = `${method} ${withoutQuery(url)}`;
  const body = await bodyOf(incoming);
  seen.push({ where: `the address of ${what}`, text: url });
  seen.push({ where: `a request header of ${what}`, text: JSON.stringify(incoming.rawHeaders) });
  seen.push({ where: `the request body of ${what}`, text: body.toString("latin1") });
  const answer = await forward(url, method, headers, body);
  const answerBody = await bodyOf(answer);
  seen.push({ where: `a response header of ${what}`, text: JSON.stringify(answer.rawHeaders) });
  seen.push({ where: `the response body of ${what}`, text: answerBody.toString("latin1") });
  outgoing.writeHead(answer.statusCode ?? 502, answer.headers).end(answerBody);
}

function forward(
  url: string,
  method: string,
  headers: IncomingHttpHeaders,
  body: Buffer,
): Promise<IncomingMessage> {
  // Compressed, nothing could be found in it.
  const { "accept-encoding": _compressed, "proxy-connection": _proxy, ...others } = headers;
  return new Promise((resolve, reject) => {
    send(url, { method, headers: others }, resolve).on("error", reject).end(body);
  });
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/s, "");
}
