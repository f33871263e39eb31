/**
 * Limits how much of large bodies a process holds at the same time (HT-02): a thousand connections from one address
 * with a mebibyte each would take more memory than most machines give it. Small bodies, which nearly all are, do not
 * count; a picture for the pages does.
 */
import type { IncomingMessage } from "node:http";
import { type Readable, Transform } from "node:stream";
import type { FastifyInstance } from "fastify";
import { RateExceeded } from "../core/failures.ts";
import type { Log } from "../core/ports.ts";
import { onceAMinute } from "../core/rates/once-a-minute.ts";

const smallBytes = 64 * 1024;
const mebibyte = 1024 * 1024;

/** A body has its room until its answer is written. `sourceOf` says whose it is. One too many is refused like any request too many. */
export function limitLargeBodies(
  app: FastifyInstance,
  bodyLimit: number,
  sourceOf: (request: IncomingMessage) => string,
  log: Pick<Log, "warn">,
): void {
  const room = createBodyRoom(bodyLimit);
  const onRefused = onceAMinute(
    () => performance.now(),
    (_kind, refused, source) => log.warn({ refused, source }, "large bodies were refused: too many at once"),
  );
  app.addHook("preParsing", ({ raw }, reply, payload, done) => {
    const take = (bytes: number): RateExceeded | null => {
      const source = sourceOf(raw);
      if (room.take(source, bytes)) {
        reply.raw.once("close", () => room.give(source, bytes));
        return null;
      }
      onRefused("", source);
      return new RateExceeded("Source", 1);
    };
    if (raw.headers["transfer-encoding"] !== undefined) {
      return done(
        null,
        measured(payload, () => take(bodyLimit)),
      );
    }
    const bytes = Number(raw.headers["content-length"] ?? 0);
    // What is too large altogether is refused by the framework.
    if (bytes <= smallBytes || bytes > bodyLimit) return done(null, payload);
    done(take(bytes), payload);
  });
}

/** Of a body that does not say how large it is: it takes its room when it is small no more. */
function measured(payload: Readable, take: () => RateExceeded | null): Readable {
  let bytes = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const wasSmall = bytes <= smallBytes;
      bytes += chunk.length;
      done(wasSmall && bytes > smallBytes ? take() : null, chunk);
    },
  });
  // Not by a pipeline: a refusal would take the connection away that it is answered on.
  payload.once("error", (error) => counter.destroy(error));
  return payload.pipe(counter);
}

interface BodyRoom {
  /** False where there is none. */
  take(source: string, bytes: number): boolean;
  give(source: string, bytes: number): void;
}

function createBodyRoom(bodyLimit: number): BodyRoom {
  const most = Math.max(128 * mebibyte, 16 * bodyLimit);
  const mostOfSource = Math.max(32 * mebibyte, 4 * bodyLimit);
  const taken = new Map<string, number>();
  let all = 0;
  return {
    take(source, bytes) {
      const before = taken.get(source) ?? 0;
      if (all + bytes > most || before + bytes > mostOfSource) return false;
      all += bytes;
      taken.set(source, before + bytes);
      return true;
    },
    give(source, bytes) {
      all -= bytes;
      const left = (taken.get(source) ?? 0) - bytes;
      if (left > 0) taken.set(source, left);
      else taken.delete(source);
    },
  };
}
