/**
 * Logout tokens (OpenID Connect Back-Channel Logout §2.4) of the suite's eight relying-party modules
 * `rp-backchannel-rpinitlogout…`, and of what they leave out.
 */
import { randomUUID } from "node:crypto";
import type { Facts } from "./fake-answers.ts";
import type { Claims } from "./fake-signer.ts";

export interface LogoutToken {
  readonly module: string;
  readonly isGood: boolean;
  make(facts: Facts): Promise<string>;
}

const event = "http://schemas.openid.net/event/backchannel-logout";

function logoutClaims({ issuer, clientId, subject, now }: Facts, changes: Claims = {}): Claims {
  const iat = Math.floor(now() / 1000);
  return {
    ...{ iss: issuer, sub: subject, aud: clientId, iat, exp: iat + 120, jti: randomUUID() },
    ...{ events: { [event]: {} }, ...changes },
  };
}

function changed(module: string, changes: Claims, isGood = false): LogoutToken {
  return {
    ...{ module, isGood },
    make: (facts) => facts.signer.sign(logoutClaims(facts, changes), { typ: "logout+jwt" }),
  };
}

export const logoutTokens: readonly LogoutToken[] = [
  changed("plain", {}, true),
  changed("no-event", { events: undefined }),
  changed("with-nonce", { nonce: "n-1" }),
  changed("wrong-aud", { aud: "another-client" }),
  changed("wrong-event", { events: { "https://example.com/another-event": {} } }),
  changed("wrong-iss", { iss: "https://evil.example.com" }),
  { module: "alg-none", isGood: false, make: async (facts) => facts.signer.unsigned(logoutClaims(facts)) },
  {
    module: "wrong-alg",
    isGood: false,
    make: (facts) => facts.signer.signWithPublicKey(logoutClaims(facts)),
  },
  // What no module tries.
  changed("without sub and sid", { sub: undefined }),
  changed("without jti", { jti: undefined }),
  changed("without iat", { iat: undefined }),
  changed("expired", { exp: 1 }),
  changed("events that are no object", { events: event }),
];
