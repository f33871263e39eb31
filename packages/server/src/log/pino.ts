/** The log: one JSON line per event on standard error, or nothing. Callers never pass secrets, tokens or bodies. */
import { type DestinationStream, pino, type SerializedError } from "pino";
import type { Log } from "../core/ports.ts";

export type LogLevel = "silent" | "error" | "warn" | "info";

/** Of lines that could not be written: kept so long, and written when they can be. What comes after them is lost. */
const mostKeptBytes = 256 * 1024;

export function createLog(level: LogLevel, to: DestinationStream = standardError()): Log {
  const serializers = { err: errorSaid };
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers }, to);
}

function standardError(): DestinationStream {
  const destination = pino.destination({
    fd: 2,
    sync: true,
    maxLength: mostKeptBytes,
    // A full pipe is tried again with the next line. The library would wait for it, and everybody for the library.
    retryEAGAIN: () => false,
  });
  // A disk that is full of log is no reason to end the house: without this its first line would.
  destination.on("error", () => undefined);
  return destination;
}

/** The rest of an error is what it was about: HTTP libraries add the whole request to theirs, with its password, and handlers of triggers use them. */
const saidOfErrors = new Set([
  ...["type", "message", "stack", "code"],
  // Of the databases.
  ...["errcode", "errstr", "table", "constraint", "routine"],
]);

function errorSaid(error: unknown): unknown {
  return error instanceof Error ? only(pino.stdSerializers.err(error)) : error;
}

function only({ aggregateErrors, ...error }: SerializedError): object {
  const said = Object.entries(error).filter(([name]) => saidOfErrors.has(name));
  return {
    ...Object.fromEntries(said),
    ...(aggregateErrors && { aggregateErrors: aggregateErrors.map(only) }),
  };
}
