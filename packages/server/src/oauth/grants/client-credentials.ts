/** A machine asks for itself (RFC 6749 §4.4): an access token with scopes of resource servers, and nothing else. */
import { machineScopes } from "../../core/clients/scopes.ts";
import { issueMachineToken } from "../../core/tokens/issue.ts";
import { refuse } from "../failures.ts";
import { askedScopes, type Parameters } from "../parameters.ts";
import { requireOAuthFlow } from "./allowed-flow.ts";
import type { Grant } from "./grant.ts";

export const clientCredentials: Grant = {
  admit({ client }) {
    if (client.secrets.length === 0) throw refuse("machineWithoutSecret", { client_id: client.clientId });
    requireOAuthFlow(client, "client_credentials", "client_credentials");
  },

  async redeem(world, { client }, parameters) {
    checkMetadata(parameters);
    const detail = { client_id: client.clientId };
    const scopes = await machineScopes(world, client, askedScopes(parameters));
    if (!scopes.ok) throw refuse("scopeNotAllowed", { ...detail, scope: scopes.refused.slice(0, 256) });
    if (scopes.granted.length === 0) throw refuse("machineWithoutScopes", detail);
    const tokens = await issueMachineToken(world, client, scopes.granted);
    return { tokens, refreshToken: undefined, scopes: scopes.granted };
  },
};

/** `aws_client_metadata` is for the token trigger; it must be a JSON object of texts even where there is none. */
function checkMetadata(parameters: Parameters): void {
  const metadata = parameters["aws_client_metadata"];
  if (metadata === undefined || isObjectOfTexts(metadata)) return;
  throw refuse("parameterMalformed", {
    parameter: "aws_client_metadata",
    expected: "a JSON object of strings",
  });
}

function isObjectOfTexts(json: string): boolean {
  try {
    const value: unknown = JSON.parse(json);
    return (
      typeof value === "object" &&
      value !== null &&
      !Array.isArray(value) &&
      Object.values(value).every((each) => typeof each === "string")
    );
  } catch {
    return false;
  }
}
