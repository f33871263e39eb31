/** Telling tokens apart by their look. */
import type { TokenKind } from "./report.ts";

export interface Kind {
  readonly kind: TokenKind;
  readonly name: string;
  readonly purpose: string;
}

type Members = Readonly<Record<string, unknown>>;

/** A signed JWT. `token_use` is Cognito's word for it, `at+jwt` is RFC 9068's. */
export function kindOfJwt(header: Members, claims: Members): Kind {
  const { token_use, sub, client_id } = claims;
  if (token_use === "access" || /^(application\/)?at\+jwt$/i.test(String(header["typ"]))) {
    const isMachine = typeof sub === "string" && sub === client_id;
    return {
      kind: "accessToken",
      name: isMachine ? "Access token of a machine" : "Access token of a person",
      purpose: "Opens protected resources: sent as Authorization: Bearer.",
    };
  }
  if (token_use === "id" || "at_hash" in claims || "nonce" in claims) {
    return {
      kind: "idToken",
      name: "ID token",
      purpose: "Tells an app who signed in. It opens nothing.",
    };
  }
  return {
    kind: "otherJwt",
    name: "JWT of another kind",
    purpose: "It has no token_use claim, so it is neither Poolhouse's nor Cognito's.",
  };
}

/** Ours is `dir`; the real service wraps a key with RSA. Both are A256GCM with `cty` JWT. */
export function kindOfJwe({ alg, enc, cty }: Members): Kind {
  if (enc === "A256GCM" && (alg === "dir" || alg === "RSA-OAEP") && (cty === "JWT" || alg === "RSA-OAEP")) {
    return {
      kind: "refreshToken",
      name: alg === "dir" ? "Refresh token" : "Refresh token of Amazon Cognito",
      purpose: "Gets new access and ID tokens at /oauth2/token. Only the server that made it can read it.",
    };
  }
  return {
    kind: "otherEncrypted",
    name: "Encrypted JWT",
    purpose: "Its content can be read with the key of whoever it is for, and by nobody else.",
  };
}

/** Everything that is no JWT. */
export function kindOfText(token: string): Kind {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(token)) {
    return {
      kind: "authorizationCode",
      name: "Authorization code, by its look",
      purpose:
        "Is exchanged for tokens at /oauth2/token, once, within five minutes. Any UUID looks the same.",
    };
  }
  const foreign = foreignSecrets.find(([pattern]) => pattern.test(token));
  if (foreign !== undefined) {
    return {
      kind: "foreignSecret",
      name: foreign[1],
      purpose: "It has nothing to do with user pools, and no claims inside.",
    };
  }
  return {
    kind: "unknown",
    name: "Not a token this program knows",
    purpose: "It is neither a JWT nor an authorization code.",
  };
}

const foreignSecrets: readonly (readonly [RegExp, string])[] = [
  [/^(ghp|gho|ghu|ghs|ghr)_[A-Za-z0-9]+$/, "Token of GitHub"],
  [/^github_pat_\w+$/, "Personal access token of GitHub"],
  [/^glpat-[\w-]+$/, "Personal access token of GitLab"],
  [/^npm_[A-Za-z0-9]+$/, "Access token of npm"],
  [/^xox[abeoprs]-[\w-]+$/, "Token of Slack"],
  [/^(sk|rk|pk)_(live|test)_\w+$/, "API key of Stripe"],
  [/^A[KS]IA[A-Z0-9]{12,124}$/, "Id of an access key that signs API requests"],
];
