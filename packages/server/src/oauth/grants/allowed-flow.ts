/** `AllowedOAuthFlows` counts only together with `AllowedOAuthFlowsUserPoolClient`. */
import type { Client } from "../../core/clients/client.ts";
import type { OAuthFlowType } from "../../model/shapes.ts";
import { refuse } from "../failures.ts";

export function allowsOAuthFlow(client: Client, flow: OAuthFlowType): boolean {
  const { AllowedOAuthFlows = [], AllowedOAuthFlowsUserPoolClient = false } = client.settings;
  return AllowedOAuthFlowsUserPoolClient && AllowedOAuthFlows.includes(flow);
}

export function requireOAuthFlow(client: Client, flow: OAuthFlowType, grantType: string): void {
  if (!allowsOAuthFlow(client, flow)) {
    throw refuse("grantNotAllowed", { client_id: client.clientId, grant_type: grantType });
  }
}
