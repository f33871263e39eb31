/** Which sign-in flows a client allows: the `ALLOW_*` names, the legacy names, and Cognito's defaults when none are given. */
import type { Client } from "./client.ts";

export type AllowedFlow =
  | "ALLOW_USER_PASSWORD_AUTH"
  | "ALLOW_ADMIN_USER_PASSWORD_AUTH"
  | "ALLOW_USER_SRP_AUTH"
  | "ALLOW_CUSTOM_AUTH"
  | "ALLOW_USER_AUTH"
  | "ALLOW_REFRESH_TOKEN_AUTH"
  | "ALLOW_CLIENT_TOKEN_AUTH";

/** Refreshing needs no name of its own beside the legacy ones. */
const legacyNames: Readonly<Record<string, readonly AllowedFlow[]>> = {
  ADMIN_NO_SRP_AUTH: ["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
  CUSTOM_AUTH_FLOW_ONLY: ["ALLOW_CUSTOM_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
  USER_PASSWORD_AUTH: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
};

const defaults: readonly string[] = ["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH"];

export function allows(client: Client, flow: AllowedFlow): boolean {
  const { ExplicitAuthFlows = [] } = client.settings;
  const names: readonly string[] = ExplicitAuthFlows.length === 0 ? defaults : ExplicitAuthFlows;
  return names.includes(flow) || names.some((name) => legacyNames[name]?.includes(flow));
}

/** May the client use refresh tokens at all, at any door? */
export function mayRefresh(client: Client): boolean {
  return allows(client, "ALLOW_REFRESH_TOKEN_AUTH") || isRotating(client);
}

export function isRotating(client: Client): boolean {
  return client.settings.RefreshTokenRotation?.Feature === "ENABLED";
}
