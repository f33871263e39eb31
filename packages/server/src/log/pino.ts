/** The log: one JSON line per event on standard error, or nothing. Callers never pass secrets, tokens or bodies. */
import { pino } from "pino";
import type { Log } from "../core/ports.ts";

export type LogLevel = "silent" | "error" | "warn" | "info";

/** Of lines that could not be written: kept so long, and written when they can be. What comes after them is lost. */
const mostKeptBytes = 256 * 1024;

export function createLog(level: LogLevel): Log {
  const standardError = pino.destination({
    fd: 2,
    sync: true,
    maxLength: mostKeptBytes,
    // A full pipe is tried again with the next line. The library would wait for it, and everybody for the library.
    retryEAGAIN: () => false,
  });
  // A disk that is full of log is no reason to end the house: without this its first line would.
  standardError.on("error", () => undefined);
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, standardError);
}
