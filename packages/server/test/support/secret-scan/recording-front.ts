/** A front before a server that keeps every request and its answer, byte for byte. */
import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
  request as send,
} from "node:http";
import { text } from "node:stream/consumers";
import { listenLocally } from "../listening.ts";

export interface Exchange {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body: string;
  readonly status: number;
  readonly answerHeaders: OutgoingHttpHeaders;
  readonly answer: string;
}

export interface RecordingFront {
  readonly url: string;
  /** Oldest first. */
  readonly exchanges: Exchange[];
  close(): Promise<void>;
}

export async function startRecordingFront(target: string): Promise<RecordingFront> {
  const exchanges: Exchange[] = [];
  const listener = createServer((request, response) => {
    passOn(target, request, response, exchanges).catch(() => response.destroy());
  });
  const { port, close } = await listenLocally(listener);
  return {
    url: `http://localhost:${port}`,
    exchanges,
    close,
  };
}

async function passOn(
  target: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  exchanges: Exchange[],
): Promise<void> {
  const { method = "GET", url = "/", headers } = incoming;
  const body = await text(incoming);
  const answered = await new Promise<IncomingMessage>((resolve, reject) => {
    send(target + url, { method, headers }, resolve)
      .on("error", reject)
      .end(body);
  });
  const { statusCode: status = 502, headers: answerHeaders } = answered;
  const answer = await text(answered);
  exchanges.push({ method, url, headers, body, status, answerHeaders, answer });
  outgoing.writeHead(status, answerHeaders).end(answer);
}
