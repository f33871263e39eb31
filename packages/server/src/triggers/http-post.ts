/** One event posted to an address outside: within the time limit, without following redirects, and with a bounded answer. */

export interface Post {
  readonly url: string;
  /** Made anew for each attempt: signatures carry a time. */
  readonly headers: () => Readonly<Record<string, string>>;
  readonly body: string;
  /** Of one attempt, from connecting to the last byte. */
  readonly limitMs: number;
}

export type PostResult =
  | { readonly ok: true; readonly status: number; readonly headers: Headers; readonly text: string }
  | { readonly ok: false; readonly cause: "unreachable" | "timedOut"; readonly message: string };

/** The real service tries what may pass by itself three times, and an error of the other side once (`cognito.md` §6). */
const attempts = 3;
const mostBytes = 1_000_000;

export async function post(request: Post): Promise<PostResult> {
  let result = await attempt(request);
  for (let tried = 1; tried < attempts && !result.ok; tried += 1) result = await attempt(request);
  return result;
}

async function attempt({ url, headers, body, limitMs }: Post): Promise<PostResult> {
  const signal = AbortSignal.timeout(limitMs);
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers() },
      body,
      redirect: "manual",
      signal,
    });
    const { status } = response;
    return { ok: true, status, headers: response.headers, text: await readText(response) };
  } catch (error) {
    if (signal.aborted) return { ok: false, cause: "timedOut", message: `no answer within ${limitMs} ms` };
    return { ok: false, cause: "unreachable", message: reasonOf(error) };
  }
}

/** An answer beyond the limit is cut: what is left of it is no JSON, which whoever reads it notices. */
async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > mostBytes) return "";
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** `fetch failed` says nothing: the reason is its cause. */
function reasonOf(error: unknown): string {
  const reason = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return reason instanceof Error ? reason.message : String(reason);
}
