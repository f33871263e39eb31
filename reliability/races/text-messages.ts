/** The operator's program that text messages are posted to, each once or more often: here it hands each code to whoever waits for it. */
import { once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";

export interface TextMessages {
  /** Settings of a server that posts here. */
  readonly env: Readonly<Record<string, string>>;
  /** The next code for a number. Ask before it is sent; rejects when none comes within seconds. */
  nextCode(to: string): Promise<string>;
}

const patienceMs = 15_000;

/** It may be on its way still: how long a message takes is not what is tried here. */
export class NoMessage extends Error {}

export async function startTextMessages(stack: AsyncDisposableStack): Promise<TextMessages> {
  const waiting = new Map<string, (code: string) => void>();
  const known = new Set<unknown>();
  const server = createServer(async (request, response) => {
    const { to, message } = JSON.parse(await text(request)) as { to: string; message: string };
    const id = request.headers["webhook-id"];
    // A node that was killed before it wrote down that a message is sent leaves it to another, which sends it again.
    if (!known.has(id)) {
      known.add(id);
      waiting.get(to)?.(/\d{6,}/.exec(message)?.[0] ?? "");
      waiting.delete(to);
    }
    response.end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  stack.defer(async () => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("nobody listens for text messages");
  return {
    env: {
      POOLHOUSE_SMS_WEBHOOK_URL: `http://127.0.0.1:${address.port}`,
      POOLHOUSE_SMS_WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 7).toString("base64")}`,
    },
    nextCode: (to) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new NoMessage(`no text message for ${to}`)), patienceMs);
        waiting.set(to, (code) => {
          clearTimeout(timer);
          resolve(code);
        });
      }),
  };
}
