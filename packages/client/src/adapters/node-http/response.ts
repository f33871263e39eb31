import type { NodeResponse } from "./messages.ts";

/** A signal that fires when the client goes away before it has its answer. */
export function disconnection(outgoing: Pick<NodeResponse, "once" | "writableFinished">): AbortSignal {
  const controller = new AbortController();
  outgoing.once("close", () => {
    if (!outgoing.writableFinished) controller.abort();
  });
  return controller.signal;
}

/**
 * Sends an answer as it comes, no faster than the client takes it. Resolves when everything is handed over or the client is gone;
 * a body that breaks off breaks the connection off, since the status was sent long before.
 */
export async function sendResponse(
  response: Response,
  outgoing: NodeResponse,
  method = "GET",
): Promise<void> {
  outgoing.statusCode = response.status;
  for (const [name, value] of response.headers) {
    if (name !== "set-cookie") outgoing.setHeader(name, value);
  }
  addCookies(outgoing, response.headers.getSetCookie());
  if (response.body === null || method === "HEAD") {
    outgoing.end();
    await response.body?.cancel();
    return;
  }
  await sendBody(response.body, outgoing);
}

/** Adds to the `Set-Cookie` lines that are there already. */
function addCookies(outgoing: NodeResponse, lines: readonly string[]): void {
  if (lines.length === 0) return;
  const present = outgoing.getHeader("set-cookie") ?? [];
  outgoing.setHeader("set-cookie", [...(Array.isArray(present) ? present : [`${present}`]), ...lines]);
}

async function sendBody(body: ReadableStream<Uint8Array>, outgoing: NodeResponse): Promise<void> {
  const reader = body.getReader();
  const giveUp = () => {
    // Tells the source; that it cannot be told any more is nobody's loss.
    reader.cancel().catch(() => {});
  };
  outgoing.once("close", giveUp);
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      // Somebody who left before the listener was there.
      if (outgoing.destroyed) return giveUp();
      if (!outgoing.write(part.value)) await room(outgoing);
    }
    outgoing.end();
  } catch (error) {
    outgoing.destroy(error instanceof Error ? error : undefined);
  } finally {
    outgoing.off("close", giveUp);
  }
}

/** Until the client has taken what was written, or is gone. */
async function room(outgoing: NodeResponse): Promise<void> {
  if (outgoing.destroyed) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      outgoing.off("drain", done);
      outgoing.off("close", done);
      resolve();
    };
    outgoing.once("drain", done);
    outgoing.once("close", done);
  });
}
