/** A machine asks for itself (RFC 6749 §4.4): an access token with scopes of resource servers, and nothing else. */
import { machineScopes } from "../../core/clients/scopes.ts";
import { issueMachineToken } from "../../core/tokens/issue.ts";
import { shapeMachineToken } from "../../core/tokens/shape-tokens.ts";
import type { ClientMetadata } from "../../core/triggers/trigger-subject.ts";
import { isJsonObject } from "../../model/json-object.ts";
import { refuse } from "../failures.ts";
import { askedScopes, type Parameters } from "../parameters.ts";
import { askingTriggers } from "../trigger-refusals.ts";
import { requireOAuthFlow } from "./allowed-flow.ts";
import type { Grant } from "./grant.ts";

export const clientCredentials: Grant = {
  admit({ client }) {
    if (client.secrets.length === 0) throw refuse("machineWithoutSecret", { client_id: client.clientId });
    requireOAuthFlow(client, "client_credentials", "client_credentials");
  },

  async redeem(world, { pool, client }, parameters) {
    const metadata = metadataOf(parameters);
    const detail = { client_id: client.clientId };
    const scopes = await machineScopes(world, client, askedScopes(parameters));
    if (!scopes.ok) throw refuse("scopeNotAllowed", { ...detail, scope: scopes.refused.slice(0, 256) });
    if (scopes.granted.length === 0) throw refuse("machineWithoutScopes", detail);
    const subject = { pool, client, scopes: scopes.granted };
    const shape = await askingTriggers(detail, (fail) =>
      shapeMachineToken(world, subject, { metadata, fail }),
    );
    const tokens = await issueMachineToken(world, client, scopes.granted, shape);
    return { tokens, refreshToken: undefined };
  },
};

/** `aws_client_metadata` is for the token trigger; it must be a JSON object of texts even where there is none. */
function metadataOf(parameters: Parameters): ClientMetadata {
  const text = parameters["aws_client_metadata"];
  const metadata = text === undefined ? {} : parseTexts(text);
  if (metadata !== undefined) return metadata;
  throw refuse("parameterMalformed", {
    parameter: "aws_client_metadata",
    expected: "a JSON object of strings",
  });
}

function parseTexts(json: string): ClientMetadata | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return isObjectOfTexts(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObjectOfTexts(value: unknown): value is ClientMetadata {
  return isJsonObject(value) && Object.values(value).every((each) => typeof each === "string");
}
