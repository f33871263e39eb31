// A small server around oidc-provider: its own memory adapter, JWT access tokens for one API, refresh without
// rotation (Cognito's default). It is JavaScript because stripping types costs time at the start and memory, which
// would be counted against oidc-provider. One argument: a Seed as JSON.
// @ts-check
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import Provider from "oidc-provider";

const PERSON = "bench-person";
const RESOURCE = "urn:bench:api";
const RESOURCE_SCOPE = "api:read";
const OPENID_SCOPE = "openid email offline_access";
/** @type {import("./oidc-provider.ts").Seed} */
const { port, keyFile, client, refreshToken } = JSON.parse(process.argv[2] ?? "");

const provider = new Provider(`http://127.0.0.1:${port}`, {
  jwks: { keys: [JSON.parse(readFileSync(keyFile, "utf8"))] },
  clients: [
    {
      client_id: client.id,
      client_secret: client.secret,
      grant_types: ["authorization_code", "refresh_token", "client_credentials"],
      redirect_uris: ["https://bench.example/callback"],
    },
  ],
  claims: { email: ["email", "email_verified"] },
  findAccount: (/** @type {unknown} */ _context, /** @type {string} */ accountId) => ({
    accountId,
    claims: () => ({ sub: accountId, email: "person@bench.example", email_verified: true }),
  }),
  rotateRefreshToken: false,
  cookies: { keys: ["bench"] },
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => RESOURCE,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({ scope: RESOURCE_SCOPE, audience: RESOURCE, accessTokenFormat: "jwt" }),
    },
  },
  ttl: {
    ClientCredentials: 3600,
    AccessToken: 3600,
    IdToken: 3600,
    RefreshToken: 2_592_000,
    Grant: 2_592_000,
  },
});

await seedRefreshToken();
createServer(provider.callback()).listen(port, "127.0.0.1");

async function seedRefreshToken() {
  const grant = new provider.Grant({ accountId: PERSON, clientId: client.id });
  grant.addOIDCScope(OPENID_SCOPE);
  grant.addResourceScope(RESOURCE, RESOURCE_SCOPE);
  const token = new provider.RefreshToken({
    jti: refreshToken,
    accountId: PERSON,
    client: await provider.Client.find(client.id),
    grantId: await grant.save(),
    gty: "authorization_code",
    resource: RESOURCE,
    scope: `${OPENID_SCOPE} ${RESOURCE_SCOPE}`,
    authTime: Math.floor(Date.now() / 1000),
  });
  await token.save();
}
