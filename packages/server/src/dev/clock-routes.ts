/** `/_dev/clock`: what time the house thinks it is, and moving it on to see what expires. A restart brings it back. */
import type { AdjustableClock } from "../clock/clock.ts";
import type { Reply } from "../http/reply.ts";
import { type HttpRequest, header } from "../http/request.ts";
import { jsonReply } from "./replies.ts";

/** Ten years: longer than any refresh token lives. */
const mostSeconds = 315_576_000;

export function answerClock(clock: AdjustableClock): Reply {
  const now = new Date(clock.now()).toISOString();
  return jsonReply(200, { now, offsetSeconds: clock.aheadMs() / 1000 });
}

export function answerClockChange(clock: AdjustableClock, request: HttpRequest): Reply {
  const seconds = advanceOf(request);
  const total = clock.aheadMs() / 1000 + (seconds ?? 0);
  if (seconds === undefined || !(seconds >= 0 && total <= mostSeconds)) {
    const message = `Send advanceSeconds, as JSON or a form: 0 to ${mostSeconds} in all. Time does not go back.`;
    return jsonReply(400, { message });
  }
  clock.advance(seconds * 1000);
  return answerClock(clock);
}

function advanceOf(request: HttpRequest): number | undefined {
  const text = new TextDecoder().decode(request.body);
  const value = isForm(request) ? formValue(text) : jsonValue(text);
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

function isForm(request: HttpRequest): boolean {
  return /^application\/x-www-form-urlencoded\b/i.test(header(request, "content-type") ?? "");
}

function formValue(text: string): number | undefined {
  const value = new URLSearchParams(text).get("advanceSeconds")?.trim();
  return value === undefined || value === "" ? undefined : Number(value);
}

function jsonValue(text: string): unknown {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && body !== null && "advanceSeconds" in body
      ? body.advanceSeconds
      : undefined;
  } catch {
    return undefined;
  }
}
