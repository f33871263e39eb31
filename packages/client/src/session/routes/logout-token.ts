/** What a provider sends when a session has ended there (OpenID Connect Back-Channel Logout 1.0 §2.4, §2.6; LO-07). */
import { createRemoteJWKSet, customFetch, errors, type JWTPayload, jwtVerify } from "jose";
import { ClientError } from "../../errors/client-error.ts";
import { explainedError } from "../../errors/explained-error.ts";
import { isSafeToReach } from "../../provider/issuer.ts";
import type { ProviderWord } from "../keeping/keeper.ts";
import type { Settings } from "../settings.ts";

export type LogoutTokenReader = (token: string) => Promise<ProviderWord>;

/** Never `none`, and never a shared secret. */
const algorithms = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "Ed25519",
  "EdDSA",
];
const event = "http://schemas.openid.net/event/backchannel-logout";
const toleranceSeconds = 60;
const longestLifeSeconds = 3_600;

/** The reader throws `logout_token_invalid`, or `provider_unavailable` where the keys cannot be fetched. */
export function createLogoutTokenReader({ fetch, now, provider }: Settings): LogoutTokenReader {
  let keys: ReturnType<typeof createRemoteJWKSet> | undefined;
  return async (token) => {
    const { jwks_uri: uri } = await provider.metadata();
    // As where ID tokens are verified: who could bring keys of their own could sign everybody out.
    if (uri === undefined || !URL.canParse(uri) || !isSafeToReach(new URL(uri)))
      throw explainedError("provider_answer_invalid", "its metadata has no jwks_uri with https");
    keys ??= createRemoteJWKSet(new URL(uri), { [customFetch]: fetch });
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer: provider.issuer,
        audience: provider.clientId,
        algorithms,
        clockTolerance: toleranceSeconds,
        currentDate: new Date(now()),
        requiredClaims: ["iat", "exp", "jti", "events"],
      });
      return checked(payload, now());
    } catch (error) {
      throw explained(error);
    }
  };
}

function checked(payload: JWTPayload, now: number): ProviderWord {
  const { sub, jti, iat = 0, exp = 0 } = payload;
  const sid = payload["sid"];
  const events = payload["events"];
  if (typeof events !== "object" || events === null || !Object.hasOwn(events, event)) throw refused("events");
  const what: unknown = Reflect.get(events, event);
  if (typeof what !== "object" || what === null || Array.isArray(what)) throw refused("events");
  // It would be an ID token, made for something else.
  if ("nonce" in payload) throw refused("nonce");
  if (iat * 1000 > now + toleranceSeconds * 1000) throw refused("iat");
  if (exp - iat > longestLifeSeconds) throw refused("exp");
  if (typeof jti !== "string" || jti === "") throw refused("jti");
  if (sub !== undefined && (typeof sub !== "string" || sub === "")) throw refused("sub");
  if (sid !== undefined && (typeof sid !== "string" || sid === "")) throw refused("sid");
  if (sub === undefined && sid === undefined) throw refused("sub and sid");
  return { id: jti, subject: sub, sessionId: sid, expiresAt: (exp + toleranceSeconds) * 1000 };
}

function refused(claim: string): ClientError {
  return explainedError("logout_token_invalid", claim);
}

function explained(error: unknown): ClientError {
  if (error instanceof ClientError) return error;
  const isAboutToken = error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout);
  // The library's generic error is what it makes of an answer other than 200.
  const isAboutKeys = error instanceof errors.JOSEError && error.code === "ERR_JOSE_GENERIC";
  if (isAboutToken && !isAboutKeys) return explainedError("logout_token_invalid", error.code);
  return explainedError("provider_unavailable", "its keys cannot be fetched");
}
