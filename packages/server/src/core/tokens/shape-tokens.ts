/** PreTokenGeneration (V1 to V3) may change claims, groups and scopes of the tokens that are about to be signed. */
import type { PreTokenGenerationLambdaVersionType } from "../../model/shapes.ts";
import type { Client } from "../clients/client.ts";
import type { Group } from "../groups/group.ts";
import { groupClaims } from "../groups/group-claims.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import { eventAttributes, runTrigger, type TriggerEvent } from "../triggers/trigger-event.ts";
import type { ClientMetadata, TriggerFail } from "../triggers/trigger-subject.ts";
import type { User } from "../users/user.ts";
import { readFirstShape, readSecondShape } from "./read-token-shape.ts";
import { plainTokens, type TokenShape } from "./token-shape.ts";

/** On what occasion tokens are issued: the trigger's source after `TokenGeneration_`. */
export interface TokenOccasion {
  readonly source:
    | "HostedAuth"
    | "Authentication"
    | "NewPasswordChallenge"
    | "AuthenticateDevice"
    | "RefreshTokens";
  readonly metadata: ClientMetadata;
  readonly fail: TriggerFail;
}

export interface ShapeSubject {
  readonly pool: Pool;
  readonly client: Client;
  readonly user: User;
  readonly groups: readonly Group[];
  readonly scopes: readonly string[];
}

/** Asked before anything is stored, so that a trigger that fails leaves no sign-in behind. */
export async function shapeTokens(
  world: World,
  { pool, client, user, groups, scopes }: ShapeSubject,
  { source, metadata, fail }: TokenOccasion,
): Promise<TokenShape> {
  const trigger = tokenTrigger(pool);
  if (trigger === undefined) return plainTokens;
  const request = {
    userAttributes: eventAttributes(user),
    groupConfiguration: groupConfiguration(groups),
    clientMetadata: metadata,
    ...(trigger.version === "V1_0" ? {} : { scopes }),
  };
  const about = { pool, client, userName: user.username, source: `TokenGeneration_${source}` };
  return run(world, trigger, { ...about, request }, fail);
}

/** For tokens of machines, which only V3 is asked about. */
export async function shapeMachineToken(
  world: World,
  { pool, client, scopes }: Pick<ShapeSubject, "pool" | "client" | "scopes">,
  { metadata, fail }: Pick<TokenOccasion, "metadata" | "fail">,
): Promise<TokenShape> {
  const trigger = tokenTrigger(pool);
  if (trigger?.version !== "V3_0") return plainTokens;
  const request = { userAttributes: {}, scopes, groupConfiguration: null, clientMetadata: metadata };
  const about = { pool, client, userName: "ClientCredentials", source: "TokenGeneration_ClientCredentials" };
  return run(world, trigger, { ...about, request }, fail);
}

export function hasTokenTrigger(pool: Pool): boolean {
  return tokenTrigger(pool) !== undefined;
}

interface TokenTrigger {
  readonly arn: string;
  readonly version: PreTokenGenerationLambdaVersionType;
}

/** The older setting means V1. */
function tokenTrigger({ settings }: Pool): TokenTrigger | undefined {
  const { PreTokenGeneration, PreTokenGenerationConfig } = settings.LambdaConfig ?? {};
  if (PreTokenGenerationConfig !== undefined) {
    return { arn: PreTokenGenerationConfig.LambdaArn, version: PreTokenGenerationConfig.LambdaVersion };
  }
  return PreTokenGeneration === undefined ? undefined : { arn: PreTokenGeneration, version: "V1_0" };
}

async function run(
  world: World,
  { arn, version }: TokenTrigger,
  about: Pick<TriggerEvent, "pool" | "client" | "userName" | "source" | "request">,
  fail: TriggerFail,
): Promise<TokenShape> {
  const event = { ...about, trigger: "PreTokenGeneration", arn } as const;
  if (version === "V1_0") {
    const response = { claimsOverrideDetails: null };
    return readFirstShape(await runTrigger(world, { ...event, response }, fail));
  }
  const response = { claimsAndScopeOverrideDetails: null };
  const envelope = { version: version === "V2_0" ? "2" : "3", response } as const;
  return readSecondShape(await runTrigger(world, { ...event, ...envelope }, fail));
}

function groupConfiguration(groups: readonly Group[]): object {
  const claims = groupClaims(groups);
  return {
    groupsToOverride: claims["cognito:groups"] ?? [],
    iamRolesToOverride: claims["cognito:roles"] ?? [],
    preferredRole: claims["cognito:preferred_role"] ?? null,
  };
}
