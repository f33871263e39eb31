/** A front before a server that keeps every request and its answer, byte for byte. */
import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
  request as send,
} from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

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
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  // A TCP server's address is an AddressInfo.
  const { port } = listener.address() as AddressInfo;
  return {
    url: `http://localhost:${port}`,
    exchanges,
    async close() {
      listener.closeAllConnections();
      await new Promise((resolve) => listener.close(resolve));
    },
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
