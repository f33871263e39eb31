/** The pages never tell whether a name is somebody's, whatever a client says about its own calls (HP-06). */
import type { Client } from "../core/clients/client.ts";

export function discreet(client: Client): Client {
  return { ...client, settings: { ...client.settings, PreventUserExistenceErrors: "ENABLED" } };
}
