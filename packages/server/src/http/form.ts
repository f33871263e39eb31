/** The body of a form, and whether it can have come from one of our own pages. */
import type { InstanceSettings } from "../core/ports.ts";
import { refuse } from "../oauth/failures.ts";
import { type HttpRequest, header } from "./request.ts";

const utf8 = new TextDecoder();

/** Encoded, as it came. */
export function formOf(request: HttpRequest): string {
  const type = header(request, "content-type");
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type ?? "")) {
    throw refuse("notAForm", { content_type: /^[\w/+.-]{1,64}/.exec(type ?? "")?.[0] ?? "not given" });
  }
  return utf8.decode(request.body);
}

/**
 * The pages send no Referer, for which browsers also send `Origin: null`, so Sec-Fetch-Site is asked first. Browsers
 * without it are left to the form's token.
 */
export function isFromOurPages({ publicUrl }: InstanceSettings, request: HttpRequest): boolean {
  const site = header(request, "sec-fetch-site");
  const origin = header(request, "origin");
  const isOurOrigin = origin === undefined || origin === "null" || origin === new URL(publicUrl).origin;
  return (site === undefined || site === "same-origin" || site === "none") && isOurOrigin;
}
