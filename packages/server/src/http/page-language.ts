/** Which language a page is in: what `lang` says (`cognito.md` §3.1), or the cookie that remembers it, or the browser. */
import { findClient } from "../core/clients/find-client.ts";
import type { World } from "../core/ports.ts";
import { defaultLanguage, type Language, languageOf, preferredLanguage } from "../languages/language.ts";
import { collectParameters } from "../oauth/parameters.ts";
import { type Look, lookFor, lookOf } from "../pages/look.ts";
import { languageCookie, readNamedCookie, setCookie } from "./cookies.ts";
import { type HttpRequest, header } from "./request.ts";

export function pageLanguage(world: World, request: HttpRequest): Language {
  return (
    languageOf(askedLanguage(request)) ??
    languageOf(readNamedCookie(world.settings, request, languageCookie)) ??
    preferredLanguage(header(request, "accept-language")) ??
    defaultLanguage
  );
}

export interface PageHouse {
  readonly look: Look;
  /** Undefined for a page that belongs to no app. */
  readonly poolName: string | undefined;
}

/** Of a page outside a flow: of the app that its address names, or of none. It never fails, for it is what failures are told with. */
export async function pageHouse(world: World, request: HttpRequest): Promise<PageHouse> {
  const language = pageLanguage(world, request);
  const none = { look: lookOf(language), poolName: undefined };
  try {
    const app = await findClient(world, collectParameters(request.query).parameters["client_id"] ?? "");
    if (app === undefined) return none;
    return { look: await lookFor(world, language, app), poolName: app.pool.settings.Name };
  } catch {
    return none;
  }
}

/** `Set-Cookie` lines: what `lang` asked for is remembered. Only a code of ours is ever written, never what was sent. */
export function languageCookies({ settings }: World, request: HttpRequest): readonly string[] {
  const language = languageOf(askedLanguage(request));
  const isKnown = language === undefined || language === readNamedCookie(settings, request, languageCookie);
  return isKnown ? [] : [setCookie(settings, languageCookie, language)];
}

function askedLanguage({ query }: HttpRequest): string | undefined {
  return collectParameters(query).parameters["lang"];
}
