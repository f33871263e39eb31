/** What came back from outside, as the outcome of a trigger. */
import type { TriggerOutcome } from "../core/ports.ts";

/** Descriptions and headers carry it on. */
const longestText = 1_000;

/** The function's own words, for the caller to see. */
export function threw(error: unknown): TriggerOutcome {
  return { ok: false, cause: "threw", message: textOf(error).slice(0, longestText) };
}

export function unreachable(message: string): TriggerOutcome {
  return { ok: false, cause: "unreachable", message };
}

/** What is no JSON is no event: the rules then say that it cannot be recognised. */
export function answered(json: string): TriggerOutcome {
  return { ok: true, event: parse(json) };
}

/** The event of a function elsewhere, or what it threw: not everybody tells that by anything but the answer itself. */
export function answeredFromElsewhere(json: string): TriggerOutcome {
  const message = errorMessageOf(json);
  return message === undefined ? answered(json) : threw(message);
}

/** `errorMessage` of the form in which Lambda tells that a function threw; undefined for anything else. */
export function errorMessageOf(json: string): string | undefined {
  const value = parse(json);
  if (typeof value !== "object" || value === null || !("errorMessage" in value)) return undefined;
  return textOf(value.errorMessage);
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** Anything can be thrown, also what has no words or fails when it is asked for them. */
export function textOf(error: unknown): string {
  if (error === undefined || error === null) return wordless;
  try {
    return String(typeof error === "object" && "message" in error ? error.message : error);
  } catch {
    return wordless;
  }
}

const wordless = "The function failed without a message";
