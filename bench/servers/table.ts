import type { ServerAdapter } from "./adapter.ts";
import { cognitoLocal } from "./cognito-local.ts";
import { oauth2MockServer } from "./oauth2-mock-server.ts";
import { oidcProvider } from "./oidc-provider.ts";
import { poolhouse } from "./poolhouse.ts";
import { VARIANTS } from "./poolhouse-variants.ts";

/** The server that the ratios and goals are about. */
export const OURS = poolhouse.name;

export const SERVERS: readonly ServerAdapter[] = [
  poolhouse,
  oidcProvider,
  oauth2MockServer,
  cognitoLocal,
  ...VARIANTS,
];
