/** Passes a page's call on to an API with the person's access token, which the browser never sees (BF-05, BF-06). */
import type { KeptSession } from "../keeping/keeper.ts";
import { refusal, withCookies } from "../routes/answers.ts";
import type { Settings } from "../settings.ts";
import { type ReplayableBody, replayableBody } from "./body.ts";
import { headersForApi, headersForBrowser } from "./headers.ts";

/** Larger bodies are passed on as they come, and not repeated after a 401. */
const mostReplayedBytes = 1024 * 1024;

/** Answers of these have no body, and `Response` insists on it (Fetch §2.2.3). */
const bodiless: ReadonlySet<number> = new Set([204, 205, 304]);

export async function passOn(
  settings: Pick<Settings, "fetch" | "report">,
  request: Request,
  url: URL,
  session: KeptSession,
): Promise<Response> {
  const token = await session.accessToken();
  const body = await replayableBody(request.body, mostReplayedBytes);
  const response = await send(settings, request, url, token, body);
  if (response?.status !== 401 || body.kind === "stream") return answer(response, session);
  const fresh = await session.accessToken(token).catch(async (error: unknown) => {
    await response.body?.cancel();
    throw error;
  });
  if (fresh === token) return answer(response, session);
  await response.body?.cancel();
  return answer(await send(settings, request, url, fresh, body), session);
}

/** Undefined when the API cannot be reached. */
async function send(
  { fetch, report }: Pick<Settings, "fetch" | "report">,
  { headers, method, signal, url: asked }: Request,
  url: URL,
  token: string,
  body: ReplayableBody,
): Promise<Response | undefined> {
  const init = { method, signal, headers: headersForApi(headers, token), redirect: "manual" } as const;
  try {
    if (body.kind === "none") return await fetch(url, init);
    if (body.kind === "whole") return await fetch(url, { ...init, body: body.bytes });
    // `duplex` is not in every TypeScript's `RequestInit`, and a stream cannot be sent without it.
    return await fetch(url, { ...init, body: body.stream, duplex: "half" } as RequestInit);
  } catch (error) {
    // Whoever gave up knows.
    if (!signal.aborted) report({ type: "request_failed", path: new URL(asked).pathname, error });
    return undefined;
  }
}

function answer(response: Response | undefined, session: KeptSession): Response {
  if (response === undefined) return withCookies(refusal(502, "upstream_unavailable"), session.cookies());
  const headers = headersForBrowser(response.headers, session.cookies());
  const { status } = response;
  // Without its reason phrase, which may have letters that `Response` refuses, and says nothing to programs (RFC 9110 §15).
  return new Response(bodiless.has(status) ? null : response.body, { status, headers });
}
