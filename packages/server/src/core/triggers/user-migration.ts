/** UserMigration may know somebody whom the pool does not. */
import type { Client } from "../clients/client.ts";
import { hidesPeople } from "../clients/hides-people.ts";
import { ApiFailure } from "../failures.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import type { Attributes } from "../users/attributes.ts";
import { runTrigger } from "./trigger-event.ts";
import type { TriggerResponse } from "./trigger-response.ts";
import type { ClientMetadata, TriggerFail } from "./trigger-subject.ts";

export interface MigrationRequest {
  readonly pool: Pool;
  readonly client: Client;
  readonly username: string;
  /** Of a sign-in; undefined for a forgotten one. */
  readonly password: string | undefined;
  readonly source: "UserMigration_Authentication" | "UserMigration_ForgotPassword";
  readonly metadata: ClientMetadata;
  readonly fail: TriggerFail;
}

export interface MigratedUser {
  readonly attributes: Attributes;
  readonly status: "CONFIRMED" | "RESET_REQUIRED";
  readonly forceAliasCreation: boolean;
  readonly enableSmsMfa: boolean;
}

export function hasMigration({ settings }: Pool): boolean {
  return settings.LambdaConfig?.UserMigration !== undefined;
}

/**
 * Undefined when there is no trigger. A trigger that throws does not know them: the call fails with its words, unless the
 * client hides who exists. There a name that nobody has must end like a wrong password, so the answer is undefined too.
 */
export async function askForMigration(
  world: World,
  request: MigrationRequest,
): Promise<MigratedUser | undefined> {
  const arn = request.pool.settings.LambdaConfig?.UserMigration;
  if (arn === undefined) return undefined;
  try {
    return readMigration(await run(world, request, arn));
  } catch (error) {
    if (hidesPeople(request.client) && error instanceof ApiFailure) return undefined;
    throw error;
  }
}

async function run(
  world: World,
  { pool, client, username, password, source, metadata, fail }: MigrationRequest,
  arn: string,
): Promise<TriggerResponse> {
  const event = {
    arn,
    source,
    pool,
    client,
    userName: username,
    request: { password: password ?? null, validationData: metadata, clientMetadata: metadata },
    response: {
      userAttributes: null,
      forceAliasCreation: null,
      enableSMSMFA: null,
      finalUserStatus: null,
      messageAction: null,
      desiredDeliveryMediums: null,
    },
  };
  return runTrigger(world, { trigger: "UserMigration", ...event }, fail);
}

function readMigration(response: TriggerResponse): MigratedUser {
  const attributes = response.textMap("userAttributes");
  if (attributes === undefined) throw response.invalid("response.userAttributes is missing");
  const status = response.text("finalUserStatus") ?? "CONFIRMED";
  if (status !== "CONFIRMED" && status !== "RESET_REQUIRED") {
    throw response.invalid("response.finalUserStatus is neither CONFIRMED nor RESET_REQUIRED");
  }
  const action = response.text("messageAction");
  if (action !== undefined && action !== "SUPPRESS") {
    throw response.invalid("response.messageAction is not SUPPRESS");
  }
  const media = response.textList("desiredDeliveryMediums") ?? [];
  if (!media.every((medium) => medium === "EMAIL" || medium === "SMS")) {
    throw response.invalid("response.desiredDeliveryMediums has something else than EMAIL and SMS");
  }
  return {
    attributes,
    status,
    forceAliasCreation: response.flag("forceAliasCreation"),
    enableSmsMfa: response.flag("enableSMSMFA"),
  };
}
