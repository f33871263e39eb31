/** Passes plain HTTP on, and hands over each request with its answer, byte for byte. */
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
  request as send,
} from "node:http";
import { buffer } from "node:stream/consumers";
import { type Listening, listenLocally } from "./listening.ts";

export interface Exchange<Body = Buffer> {
  readonly method: string;
  /** As it was asked: path and query, or the whole address where a proxy was asked (RFC 9112 §3.2.2). */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Body;
  readonly status: number;
  readonly answerHeaders: IncomingHttpHeaders;
  readonly answer: Body;
}

export interface Recording {
  /** Where a request is passed on to, by what it asked for. */
  addressOf(url: string): string;
  /** Called before the answer is passed on. */
  keep(exchange: Exchange): void;
}

export function startRecorder(recording: Recording): Promise<Listening> {
  return listenLocally(
    createServer((request, response) => {
      passOn(recording, request, response).catch(() => response.destroy());
    }),
  );
}

async function passOn(
  { addressOf, keep }: Recording,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const { method = "GET", url = "/", headers } = incoming;
  const body = await buffer(incoming);
  // Compressed, nothing could be found in it.
  const { "accept-encoding": _compressed, "proxy-connection": _proxy, ...others } = headers;
  const answered = await new Promise<IncomingMessage>((resolve, reject) => {
    send(addressOf(url), { method, headers: others }, resolve).on("error", reject).end(body);
  });
  const { statusCode: status = 502, headers: answerHeaders } = answered;
  const answer = await buffer(answered);
  keep({ method, url, headers, body, status, answerHeaders, answer });
  outgoing.writeHead(status, answerHeaders).end(answer);
}
