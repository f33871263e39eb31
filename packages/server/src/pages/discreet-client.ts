/** The pages never tell whether somebody has a name, whatever the client's setting for the API says (HP-06). */
import type { Client } from "../core/clients/client.ts";

export function discreet(client: Client): Client {
  return { ...client, settings: { ...client.settings, PreventUserExistenceErrors: "ENABLED" } };
}
