/** The log: one JSON line per event on standard error, or nothing. Callers never pass secrets, tokens or bodies. */
import { pino } from "pino";
import type { Log } from "../core/ports.ts";

export type LogLevel = "silent" | "error" | "warn" | "info";

export function createLog(level: LogLevel): Log {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ fd: 2, sync: true }),
  );
}
