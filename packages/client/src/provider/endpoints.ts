import type { AuthorizationServer } from "oauth4webapi";
import { ClientError } from "../errors/client-error.ts";

type Endpoint =
  | "authorization_endpoint"
  | "end_session_endpoint"
  | "revocation_endpoint"
  | "token_endpoint"
  | "userinfo_endpoint";

/** Throws `provider_answer_invalid` where the metadata lacks it. */
export function endpointOf(metadata: AuthorizationServer, name: Endpoint): string {
  const value = metadata[name];
  if (value === undefined) throw new ClientError("provider_answer_invalid", `its metadata has no ${name}`);
  return value;
}
