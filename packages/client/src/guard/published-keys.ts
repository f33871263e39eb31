/** Fetches what an issuer publishes: its metadata, and from there its keys. */
import { explainedError } from "../errors/explained-error.ts";
import { isSafeToReach, parseIssuer } from "../provider/issuer.ts";

export interface PublishedKeys {
  readonly issuer: string;
  readonly timeoutMs: number;
  readonly fetch: typeof fetch;
}

/**
 * The key set (RFC 7517 §5) by way of OpenID Connect Discovery. Throws `provider_unavailable`, `provider_answer_invalid` or
 * `issuer_mismatch`.
 */
export async function fetchKeys(from: PublishedKeys): Promise<object> {
  const metadata = await fetchObject(
    from,
    `${parseIssuer(from.issuer).href.replace(/\/$/, "")}/.well-known/openid-configuration`,
  );
  // Before any other address in it is used (RFC 8414 §3.3).
  if (metadata["issuer"] !== from.issuer) {
    throw explainedError("issuer_mismatch", `${String(metadata["issuer"])} instead of ${from.issuer}`);
  }
  const address = metadata["jwks_uri"];
  if (typeof address !== "string" || !URL.canParse(address) || !isSafeToReach(new URL(address))) {
    throw explainedError("provider_answer_invalid", "its metadata has no jwks_uri with https");
  }
  return fetchObject(from, address);
}

async function fetchObject(from: PublishedKeys, address: string): Promise<Readonly<Record<string, unknown>>> {
  const { status, text } = await fetchText(from, address).catch((cause: unknown) => {
    throw explainedError("provider_unavailable", `${address} did not answer`, { cause });
  });
  if (status === 429 || status >= 500) {
    throw explainedError("provider_unavailable", `${address} answered ${status}`);
  }
  const body = status === 200 ? objectIn(text) : undefined;
  if (body === undefined) {
    throw explainedError("provider_answer_invalid", `${address} answered ${status} without a JSON object`);
  }
  return body;
}

async function fetchText(
  { fetch: send, timeoutMs }: PublishedKeys,
  address: string,
): Promise<{ readonly status: number; readonly text: string }> {
  const response = await send(address, {
    headers: { accept: "application/json" },
    redirect: "manual",
    signal: AbortSignal.timeout(timeoutMs),
  });
  return { status: response.status, text: await response.text() };
}

function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
