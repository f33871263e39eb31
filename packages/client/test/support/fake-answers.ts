/** What the fake provider says at each of its addresses, before and after it is bent. */
import { createHash, randomUUID } from "node:crypto";
import type { JWK } from "jose";
import { type Claims, hashOf, type Signer } from "./fake-signer.ts";

/** What a test changes. Each gets what a good provider would say, and answers what this one says. */
export interface Bends {
  readonly metadata?: (metadata: Record<string, unknown>) => Record<string, unknown>;
  readonly keys?: (keys: JWK[]) => unknown[];
  readonly idTokenClaims?: (claims: Claims) => Claims;
  readonly accessTokenClaims?: (claims: Claims) => Claims;
  /** Makes the ID token of its claims in another way. */
  readonly signIdToken?: (claims: Claims, signer: Signer) => Promise<string>;
  /** Members of the token endpoint's answer; `undefined` takes one away. */
  readonly tokens?: (answer: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
  readonly userInfo?: (claims: Claims) => Claims;
  /** The query that brings the browser back. */
  readonly callback?: (query: URLSearchParams) => void;
  /** Instead of any answer at this path. */
  readonly answers?: Readonly<Record<string, RawAnswer>>;
}

export interface RawAnswer {
  readonly status: number;
  readonly body?: string | object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What never changes about a provider. */
export interface Facts {
  readonly issuer: string;
  readonly clientId: string;
  readonly redirectUri: string;
  /** Who signs in. */
  readonly subject: string;
  readonly signer: Signer;
  readonly now: () => number;
}

type Answer = (url: URL, form: URLSearchParams) => Promise<RawAnswer>;
type Tokens = Readonly<Record<string, unknown>>;

export function createAnswers(facts: Facts, bends: () => Bends): Answer {
  const { authorize, grant } = createGrants(facts, bends);
  const json = (body: object): RawAnswer => ({ status: 200, body });
  return async ({ pathname, searchParams }, form) => {
    const { metadata, keys, tokens, userInfo } = bends();
    switch (pathname) {
      case "/.well-known/openid-configuration":
        return json(metadata?.(metadataOf(facts)) ?? metadataOf(facts));
      case "/keys":
        return json({ keys: keys?.([facts.signer.jwk]) ?? [facts.signer.jwk] });
      case "/authorize":
        return { status: 302, headers: { location: authorize(searchParams).href } };
      case "/token": {
        const granted = await grant(form);
        return granted === undefined ? refused : json(tokens?.(granted) ?? granted);
      }
      case "/userinfo":
        return json(userInfo?.({ sub: facts.subject }) ?? { sub: facts.subject });
      default:
        return { status: pathname === "/revoke" ? 200 : 404 };
    }
  };
}

const refused: RawAnswer = {
  status: 400,
  body: { error: "invalid_grant", error_description: "it is good no more" },
};

function metadataOf({ issuer }: Facts): Record<string, unknown> {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    revocation_endpoint: `${issuer}/revoke`,
    end_session_endpoint: `${issuer}/logout`,
    jwks_uri: `${issuer}/keys`,
    response_types_supported: ["code"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
    authorization_response_iss_parameter_supported: true,
  };
}

interface Code {
  readonly nonce: string | undefined;
  readonly challenge: string | undefined;
}

/** Codes and the one refresh token that is good, each used up by its use. */
function createGrants(facts: Facts, bends: () => Bends) {
  const codes = new Map<string, Code>();
  let refreshToken = "";

  async function peoplesTokens(nonce?: string): Promise<Tokens> {
    const accessToken = await accessTokenOf(facts, bends(), facts.subject, "openid");
    const idToken = await idTokenOf(facts, bends(), accessToken, nonce);
    refreshToken = `refresh-${randomUUID()}`;
    return { ...bearer(accessToken), refresh_token: refreshToken, id_token: idToken };
  }

  return {
    authorize(query: URLSearchParams): URL {
      const code = randomUUID();
      codes.set(code, {
        nonce: query.get("nonce") ?? undefined,
        challenge: query.get("code_challenge") ?? undefined,
      });
      const back = new URL(query.get("redirect_uri") ?? facts.redirectUri);
      back.searchParams.set("code", code);
      back.searchParams.set("state", query.get("state") ?? "");
      back.searchParams.set("iss", facts.issuer);
      bends().callback?.(back.searchParams);
      return back;
    },
    async grant(form: URLSearchParams): Promise<Tokens | undefined> {
      if (form.get("grant_type") === "client_credentials") {
        return bearer(await accessTokenOf(facts, bends(), facts.clientId, form.get("scope") ?? ""));
      }
      if (form.get("grant_type") === "refresh_token") {
        return form.get("refresh_token") === refreshToken ? peoplesTokens() : undefined;
      }
      const code = codes.get(form.get("code") ?? "");
      codes.delete(form.get("code") ?? "");
      const challenge = createHash("sha256")
        .update(form.get("code_verifier") ?? "")
        .digest("base64url");
      return code?.challenge === challenge ? peoplesTokens(code.nonce) : undefined;
    },
  };
}

function bearer(accessToken: string): Tokens {
  return { access_token: accessToken, token_type: "Bearer", expires_in: 3600 };
}

function accessTokenOf(facts: Facts, bends: Bends, sub: string, scope: string): Promise<string> {
  const iat = Math.floor(facts.now() / 1000);
  const claims = {
    ...{ iss: facts.issuer, sub, client_id: facts.clientId, token_use: "access", scope },
    ...{ iat, exp: iat + 3600, jti: randomUUID() },
  };
  return facts.signer.sign(bends.accessTokenClaims?.(claims) ?? claims);
}

function idTokenOf(facts: Facts, bends: Bends, accessToken: string, nonce?: string): Promise<string> {
  const iat = Math.floor(facts.now() / 1000);
  const claims: Claims = {
    ...{ iss: facts.issuer, sub: facts.subject, aud: facts.clientId, token_use: "id", iat, exp: iat + 3600 },
    ...{ nonce, at_hash: hashOf(accessToken) },
  };
  const bent = bends.idTokenClaims?.(claims) ?? claims;
  return bends.signIdToken?.(bent, facts.signer) ?? facts.signer.sign(bent);
}
