/**
 * The link of a confirmation mail. Opening it shows a page and changes nothing, because mail scanners open links too;
 * the page's button confirms. The code alone is the proof: no session, client secret or form token is required.
 */

import { findClient, type PoolAndClient } from "../core/clients/find-client.ts";
import type { CauseName } from "../core/events/causes.ts";
import { ApiFailure, fail } from "../core/failures.ts";
import type { World } from "../core/ports.ts";
import { confirmSignUp } from "../core/users/confirm-sign-up.ts";
import { validate } from "../model/validate.ts";
import { refuse } from "../oauth/failures.ts";
import { parseParameters, requireParameter } from "../oauth/parameters.ts";
import { showableClientId } from "../oauth/showable.ts";
import { askingTriggers } from "../oauth/trigger-refusals.ts";
import type { Look } from "./look.ts";
import { renderConfirmUser, renderUserConfirmed } from "./views/confirm-user.tsx";

export interface ConfirmationLink extends PoolAndClient {
  readonly name: string;
  readonly code: string;
}

/** From the address, or from the form that the address led to. Throws `OAuthFailure`. */
export async function readConfirmationLink(world: World, encoded: string): Promise<ConfirmationLink> {
  const parameters = parseParameters(encoded);
  const id = requireParameter(parameters, "client_id");
  const name = requireParameter(parameters, "user_name");
  const code = requireParameter(parameters, "confirmation_code");
  const client_id = showableClientId(id);
  const input = { ClientId: id, Username: name, ConfirmationCode: code };
  if (!validate("ConfirmSignUp", input).ok) throw notConfirmed(client_id, "InvalidParameterException");
  const found = await findClient(world, id);
  if (found === undefined) throw refuse("clientUnknown", { client_id });
  return { ...found, name, code };
}

/** Says nothing that the link does not say: whether anybody has the name is not looked up. */
export function showConfirmUser(look: Look, { pool, client, name, code }: ConfirmationLink): string {
  return renderConfirmUser({
    look,
    poolName: poolName(pool),
    clientName: clientName(client),
    username: isOnlyAnId(name) ? undefined : name,
    fields: [
      ["client_id", client.clientId],
      ["user_name", name],
      ["confirmation_code", code],
    ],
  });
}

/** Confirms as the operation does, and answers the page that says so. Throws `OAuthFailure`. */
export async function submitConfirmUser(
  world: World,
  look: Look,
  { pool, client, name, code }: ConfirmationLink,
  ipAddress: string,
): Promise<string> {
  const { clientId } = client;
  const call = { pool, client, name, code, metadata: look.metadata, ipAddress, fail };
  try {
    await askingTriggers({ client_id: clientId }, () =>
      confirmSignUp(world, { ...call, forceAliasCreation: false, session: undefined }),
    );
  } catch (error) {
    if (error instanceof ApiFailure) throw notConfirmed(clientId, error.exception);
    throw error;
  }
  return renderUserConfirmed({ look, poolName: poolName(pool), clientName: clientName(client) });
}

function poolName({ settings, poolId }: PoolAndClient["pool"]): string {
  return settings.Name ?? poolId;
}

function clientName({ settings, clientId }: PoolAndClient["client"]): string {
  return settings.ClientName ?? clientId;
}

/** Where people sign in by an address, the name in the link is their sub, which tells them nothing. */
function isOnlyAnId(name: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(name);
}

function notConfirmed(client_id: string, exception: ApiFailure["exception"]): Error {
  return refuse(causeOf[exception] ?? "confirmationRefused", { client_id, exception });
}

const causeOf: Partial<Record<ApiFailure["exception"], CauseName>> = {
  // Only the right code comes so far.
  AliasExistsException: "confirmationAddressTaken",
  LimitExceededException: "confirmationTooOften",
};
