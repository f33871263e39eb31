/**
 * The protocol underneath the kit's sessions: sign-in, refresh, userinfo, revocation. It is no entry point of the package, so it is
 * reached by its file.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createGuard } from "@poolhouse/client/guard";
import { clients, issuer, signInAtPage, user } from "./_quickstart.mjs";

const room = new URL("./node_modules/@poolhouse/client/dist/provider/", import.meta.url);
const { createProvider } = await import(new URL("provider.js", room).href);
const { beginSignIn, completeSignIn } = await import(new URL("sign-in.js", room).href);
const { verifyIdTokenSignature } = await import(new URL("signature.js", room).href);
const { refresh } = await import(new URL("refresh.js", room).href);
const { revoke } = await import(new URL("sign-out.js", room).href);
const { userInfo } = await import(new URL("user-info.js", room).href);

const { clientId, clientSecret, redirectUri, scopes } = clients.web;
const provider = createProvider({ issuer, clientId, clientSecret });

async function signIn() {
  const { url, transaction } = await beginSignIn(provider, { redirectUri, scopes });
  return completeSignIn(provider, transaction, await signInAtPage(url), verifyIdTokenSignature);
}

test("somebody signs in, and the tokens are renewed until they are revoked", async () => {
  const tokens = await signIn();
  assert.equal(tokens.claims.sub, user.sub);
  const info = await userInfo(provider, tokens);
  assert.equal(info.sub, user.sub);
  const next = await refresh(provider, tokens, verifyIdTokenSignature);
  assert.notEqual(next.accessToken, tokens.accessToken);
  await revoke(provider, next.refreshToken);
  await assert.rejects(refresh(provider, next, verifyIdTokenSignature), { code: "session_ended" });
});

test("an API takes a person's access token, and not the ID token", async () => {
  const tokens = await signIn();
  const guard = createGuard({ issuer, clientIds: [clientId] });
  const { subject } = await guard.verify(tokens.accessToken);
  assert.equal(subject, user.sub);
  await assert.rejects(guard.verify(tokens.idToken), { code: "token_use" });
});
