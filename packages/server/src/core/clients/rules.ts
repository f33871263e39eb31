/** What a client's settings must satisfy beyond their shapes. */
import type { Fail } from "../failures.ts";
import type { Pool } from "../pools/pool.ts";
import type { ResourceServer } from "../resource-servers/resource-server.ts";
import { existingScopes } from "../resource-servers/scopes.ts";
import { texts } from "../texts.ts";
import { lifetimesOf } from "../tokens/lifetimes.ts";
import { isNeverOwn, schemaOf } from "../users/schema.ts";
import type { Client, ClientSettings } from "./client.ts";
import { redirectUriProblem } from "./redirect-uris.ts";

export type ClientRuleFail = Fail<
  "InvalidParameterException" | "InvalidOAuthFlowException" | "ScopeDoesNotExistException"
>;

/** `servers` are all resource servers of the pool; `doing` is for the words. */
export function requireClientSettings(
  pool: Pool,
  servers: readonly ResourceServer[],
  client: Client,
  doing: "creating" | "updating",
  fail: ClientRuleFail,
): void {
  const { settings } = client;
  requireLifetimes(client, fail);
  requireAuthFlows(settings, fail);
  requireRedirects(settings, fail);
  requireOAuthFlows(client, fail);
  requireScopes(settings, servers, fail);
  requireAttributes(pool, settings, doing, fail);
  requireCallbacks(settings, fail);
  const foreign = settings.SupportedIdentityProviders?.find((name) => name !== "COGNITO");
  if (foreign !== undefined) {
    throw fail("InvalidParameterException", texts.providerNotFound(foreign, pool.poolId));
  }
}

/** `cognito.md` §4: five minutes to a day, an hour to ten years; the constraints of the model are looser. */
function requireLifetimes(client: Client, fail: ClientRuleFail): void {
  const { accessSeconds, idSeconds, refreshSeconds } = lifetimesOf(client);
  const isShortLife = (seconds: number): boolean => seconds >= 300 && seconds <= 86_400;
  const isRefreshLife = refreshSeconds >= 3600 && refreshSeconds <= 315_360_000;
  if (!(isShortLife(accessSeconds) && isShortLife(idSeconds) && isRefreshLife)) {
    throw fail("InvalidParameterException", texts.tokenValidityRange);
  }
  if (refreshSeconds < Math.max(accessSeconds, idSeconds)) {
    throw fail("InvalidParameterException", texts.refreshOutlived);
  }
}

function requireAuthFlows(settings: ClientSettings, fail: ClientRuleFail): void {
  const { ExplicitAuthFlows = [], RefreshTokenRotation } = settings;
  const named = ExplicitAuthFlows.filter((flow) => flow.startsWith("ALLOW_"));
  if (named.length > 0 && named.length < ExplicitAuthFlows.length) {
    throw fail("InvalidParameterException", texts.authFlowsMixed);
  }
  if (RefreshTokenRotation?.Feature === "ENABLED" && named.includes("ALLOW_REFRESH_TOKEN_AUTH")) {
    throw fail("InvalidParameterException", texts.rotationWithRefreshFlow);
  }
}

function requireRedirects(settings: ClientSettings, fail: ClientRuleFail): void {
  const { CallbackURLs = [], LogoutURLs = [], DefaultRedirectURI } = settings;
  for (const uri of [...CallbackURLs, ...LogoutURLs]) {
    const problem = redirectUriProblem(uri);
    if (problem !== undefined) throw fail("InvalidParameterException", texts.redirectUri[problem](uri));
  }
  if (DefaultRedirectURI !== undefined && !CallbackURLs.includes(DefaultRedirectURI)) {
    throw fail("InvalidParameterException", texts.defaultRedirectUnlisted(DefaultRedirectURI));
  }
}

function requireOAuthFlows({ settings, secrets }: Client, fail: ClientRuleFail): void {
  const {
    AllowedOAuthFlows: flows = [],
    AllowedOAuthScopes = [],
    AllowedOAuthFlowsUserPoolClient,
  } = settings;
  if (flows.includes("client_credentials")) {
    if (flows.some((flow) => flow !== "client_credentials")) {
      throw fail("InvalidOAuthFlowException", texts.machineFlowWithOthers);
    }
    if (secrets.length === 0) throw fail("InvalidOAuthFlowException", texts.machineFlowWithoutSecret);
  }
  if (AllowedOAuthFlowsUserPoolClient === true && (flows.length === 0 || AllowedOAuthScopes.length === 0)) {
    throw fail("InvalidParameterException", texts.oauthFlowsAndScopes);
  }
}

/** Where would the browser go? */
function requireCallbacks(
  { AllowedOAuthFlows = [], CallbackURLs = [] }: ClientSettings,
  fail: ClientRuleFail,
): void {
  const needsCallback = AllowedOAuthFlows.some((flow) => flow !== "client_credentials");
  if (needsCallback && CallbackURLs.length === 0) {
    throw fail("InvalidOAuthFlowException", texts.callbackUrlsMissing);
  }
}

function requireScopes(
  { AllowedOAuthScopes = [] }: ClientSettings,
  servers: readonly ResourceServer[],
  fail: ClientRuleFail,
): void {
  const existing = existingScopes(servers);
  const missing = AllowedOAuthScopes.find((scope) => !existing.has(scope));
  if (missing !== undefined) throw fail("ScopeDoesNotExistException", texts.scopeInvalid(missing));
}

/** Some attributes are nobody's own to write (AP-07); others nobody has in this pool. */
function requireAttributes(
  pool: Pool,
  settings: ClientSettings,
  doing: "creating" | "updating",
  fail: ClientRuleFail,
): void {
  const { ReadAttributes = [], WriteAttributes = [] } = settings;
  const schema = schemaOf(pool);
  const isWritable = (name: string): boolean => schema.has(name) && !isNeverOwn(name);
  if (!ReadAttributes.every((name) => schema.has(name))) {
    throw fail("InvalidParameterException", texts.clientAttributesInvalid("read", doing));
  }
  if (!WriteAttributes.every(isWritable)) {
    throw fail("InvalidParameterException", texts.clientAttributesInvalid("write", doing));
  }
}
