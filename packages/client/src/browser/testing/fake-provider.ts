/** A provider that rotates refresh tokens, as a `fetch`: its grace period follows the test's clock, and its answers can fail to come. */

export const issuer = "https://id.example.com/pool";
export const clientId = "client-1";

/**
 * What becomes of the next request to the token endpoint: `lost` is handled and its answer does not arrive, `down` does not
 * arrive itself, `busy` is a 503, `unrotated` brings no new refresh token.
 */
export type Mishap = "busy" | "down" | "lost" | "unrotated";

export interface FakeProvider {
  readonly fetch: typeof fetch;
  /** Forms that the token endpoint has got. */
  readonly asked: URLSearchParams[];
  readonly revoked: string[];
  /** For the next requests, in order. */
  readonly mishaps: Mishap[];
  /** Whether it is reachable at all. */
  isDown: boolean;
  /** True once a refresh token was used again after the grace period. */
  hasSeenReuse: boolean;
  /** Answers wait for it on their way. */
  late: Promise<void>;
  /** The family is over: `invalid_grant` from now on. */
  end(): void;
  refreshes(): number;
  /** Where the browser comes back to from an authorization request. */
  comeBack(authorization: URL | undefined, changes?: Readonly<Record<string, string>>): string;
}

export interface FakeProviderOptions {
  readonly now: () => number;
  readonly graceMs?: number;
  /** Bytes to make each token longer by. */
  readonly padding?: number;
  readonly lifetimeSeconds?: number;
  readonly claims?: Readonly<Record<string, unknown>>;
}

export function createFakeProvider(options: FakeProviderOptions): FakeProvider {
  const { now, graceMs = 10_000, padding = 0, lifetimeSeconds = 3600, claims = {} } = options;
  const nonces = new Map<string, string>();
  const used = new Map<string, { readonly successor: string; readonly at: number }>();
  const dead = new Set<string>();
  const filler = "x".repeat(padding);
  let count = 0;

  const tokens = (refreshToken: string | undefined, nonce?: string) => {
    count += 1;
    const seconds = Math.floor(now() / 1000);
    const payload = { iss: issuer, aud: clientId, sub: "person-1", iat: seconds, exp: seconds + 3600, nonce };
    return json({
      access_token: `access-${count}${filler}`,
      token_type: "Bearer",
      expires_in: Number.isNaN(lifetimeSeconds) ? undefined : lifetimeSeconds,
      refresh_token: refreshToken,
      id_token: [{ alg: "RS256" }, { ...payload, ...claims, filler }, {}].map(segment).join("."),
    });
  };

  function refreshed(refreshToken: string, mishap: Mishap | undefined): Response {
    const [family = ""] = refreshToken.split("/");
    const before = used.get(refreshToken);
    if (before !== undefined && now() - before.at > graceMs) {
      provider.hasSeenReuse = true;
      dead.add(family);
    }
    if (dead.has(family)) return json({ error: "invalid_grant", error_description: "It is over." }, 400);
    if (mishap === "unrotated") return tokens(undefined);
    const successor = before?.successor ?? `${family}/${crypto.randomUUID()}${filler}`;
    if (before === undefined) used.set(refreshToken, { successor, at: now() });
    return tokens(successor);
  }

  function answered(form: URLSearchParams, mishap: Mishap | undefined): Response {
    if (form.get("grant_type") === "refresh_token") return refreshed(form.get("refresh_token") ?? "", mishap);
    const code = form.get("code") ?? "";
    const nonce = nonces.get(code);
    nonces.delete(code);
    return nonce === undefined
      ? json({ error: "invalid_grant" }, 400)
      : tokens(`${code}/first${filler}`, nonce);
  }

  const provider: FakeProvider = {
    asked: [],
    revoked: [],
    mishaps: [],
    isDown: false,
    hasSeenReuse: false,
    late: Promise.resolve(),
    async fetch(input, init) {
      const url = String(input);
      if (provider.isDown) throw new TypeError("Failed to fetch");
      if (url.endsWith("/openid-configuration")) return json(metadata);
      const form = new URLSearchParams(String(init?.body));
      if (url === metadata.revocation_endpoint) {
        provider.revoked.push(form.get("token") ?? "");
        dead.add((form.get("token") ?? "").split("/")[0] ?? "");
        return new Response();
      }
      if (url !== metadata.token_endpoint)
        return Response.json({ url, headers: [...new Headers(init?.headers)] });
      provider.asked.push(form);
      const mishap = provider.mishaps.shift();
      if (mishap === "down") throw new TypeError("Failed to fetch");
      if (mishap === "busy") return new Response("busy", { status: 503 });
      const answer = answered(form, mishap);
      await provider.late;
      if (mishap === "lost") throw new TypeError("Failed to fetch");
      return answer;
    },
    end() {
      for (const token of used.keys()) dead.add(token.split("/")[0] ?? "");
      for (const form of provider.asked) dead.add(form.get("code") ?? "");
    },
    refreshes: () => provider.asked.filter((form) => form.get("grant_type") === "refresh_token").length,
    comeBack(authorization, changes = {}) {
      const { searchParams } = authorization ?? new URL("about:blank");
      const code = crypto.randomUUID();
      nonces.set(code, searchParams.get("nonce") ?? "");
      const answer = { code, state: searchParams.get("state") ?? "", iss: issuer, ...changes };
      return `${searchParams.get("redirect_uri")}?${new URLSearchParams(answer)}`;
    },
  };
  return provider;
}

const metadata = {
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  revocation_endpoint: `${issuer}/revoke`,
  end_session_endpoint: `${issuer}/logout`,
  jwks_uri: `${issuer}/keys`,
};

function json(body: object, status = 200): Response {
  return Response.json(body, { status });
}

function segment(content: object): string {
  return btoa(JSON.stringify(content)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
