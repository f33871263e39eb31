import { customFetch } from "oauth4webapi";
import { ClientError } from "../errors/client-error.ts";
import { explainFailure } from "./failures.ts";
import type { RequestOptions } from "./request.ts";

/** What a provider publishes as a JSON object. Throws `provider_answer_invalid` or `provider_unavailable`. */
export async function fetchPublished(request: RequestOptions, url: string): Promise<object> {
  const { status, text } = await explainFailure(async () => {
    const response = await request[customFetch](url, {
      method: "GET",
      headers: { accept: "application/json" },
      body: undefined,
      redirect: "manual",
      signal: request.signal(),
    });
    return { status: response.status, text: await response.text() };
  });
  if (status === 429 || status >= 500) throw new ClientError("provider_unavailable", `status ${status}`);
  try {
    const found: unknown = JSON.parse(text);
    if (status === 200 && found instanceof Object) return found;
  } catch {
    // Told below.
  }
  throw new ClientError("provider_answer_invalid", `status ${status}, no JSON at ${url}`);
}
