/** The network between apps and the identity server, which loses and delays token requests, and counts what it sees of them. */
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { listenLocally } from "../../../server/test/support/listening.ts";
import type { Fault } from "./faults.ts";

export interface Network {
  readonly url: string;
  /** What there is behind it; answers 502 until then, and while the port is undefined. */
  leadTo(identity: { readonly port: number | undefined }): void;
  /** Draws the fault of each refresh from now on, and begins to count. */
  begin(draw: () => Fault): Tally;
  /** Token requests that have come and are not answered yet. */
  readonly unanswered: number;
  close(): Promise<void>;
}

export interface Tally {
  /** Refreshes that were sent, repetitions included. */
  sent: number;
  readonly faults: Map<Fault, number>;
  /** New refresh tokens. A repetition within the grace period is answered with the same one. */
  readonly successors: Set<string>;
  /** The server's word for a refresh token that was used again after its grace period: that has ended the sign-in. */
  reuseAlarms: number;
  /** Every other refusal of a refresh token. */
  refusals: number;
}

const lateMs = 400;

export async function startNetwork(): Promise<Network> {
  let draw: () => Fault = () => "none";
  let tally = emptyTally();
  let unanswered = 0;
  let behind: { readonly port: number | undefined } = { port: undefined };

  async function pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await bytesOf(incoming);
    if (!isRefresh(incoming, body)) return answer(outgoing, await ask(behind.port, incoming, body));
    const fault = draw();
    tally.sent += 1;
    tally.faults.set(fault, (tally.faults.get(fault) ?? 0) + 1);
    if (fault === "requestLost") return void outgoing.destroy();
    if (fault === "unavailable") return answer(outgoing, undefined);
    const given = await ask(behind.port, incoming, body);
    if (given !== undefined) note(tally, given);
    if (fault === "answerLost") return void outgoing.destroy();
    if (fault === "late") await new Promise((resolve) => setTimeout(resolve, lateMs));
    answer(outgoing, given);
  }

  const server = createServer((incoming, outgoing) => {
    const isCounted = incoming.url === "/oauth2/token";
    if (isCounted) {
      unanswered += 1;
      outgoing.once("close", () => {
        unanswered -= 1;
      });
    }
    pass(incoming, outgoing).catch(() => outgoing.destroy());
  });
  const { port, close } = await listenLocally(server);
  return {
    url: `http://localhost:${port}`,
    leadTo(identity) {
      behind = identity;
    },
    begin(next) {
      draw = next;
      tally = emptyTally();
      return tally;
    },
    get unanswered() {
      return unanswered;
    },
    async close() {
      await close();
    },
  };
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

function emptyTally(): Tally {
  return { sent: 0, faults: new Map(), successors: new Set(), reuseAlarms: 0, refusals: 0 };
}

function isRefresh({ method, url }: IncomingMessage, body: Buffer): boolean {
  return method === "POST" && url === "/oauth2/token" && body.includes("grant_type=refresh_token");
}

/** Undefined where nobody answers. */
function ask(
  port: number | undefined,
  { method, url, headers }: IncomingMessage,
  body: Buffer,
): Promise<Answer | undefined> {
  if (port === undefined) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const onward = request(
      { host: "127.0.0.1", port, method, path: url, headers, agent: false },
      (answer) => {
        bytesOf(answer).then(
          (content) => resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: content }),
          () => resolve(undefined),
        );
      },
    );
    onward.on("error", () => resolve(undefined));
    onward.end(body);
  });
}

/** Browsers must be able to read the proxy's answer too, as they can those of the server behind it. */
function answer(outgoing: ServerResponse, given: Answer | undefined): void {
  if (given === undefined) outgoing.writeHead(502, { "access-control-allow-origin": "*" }).end();
  else outgoing.writeHead(given.status, given.headers).end(given.body);
}

function note(tally: Tally, { status, body }: Answer): void {
  const { error, error_description: why, refresh_token: successor } = JSON.parse(body.toString());
  if (status === 200) tally.successors.add(successor);
  else if (error === "invalid_grant" && /used before/.test(why)) tally.reuseAlarms += 1;
  else if (error === "invalid_grant") tally.refusals += 1;
}

async function bytesOf(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
