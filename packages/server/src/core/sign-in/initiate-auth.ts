/**
 * InitiateAuth and AdminInitiateAuth after the client is known: is the flow allowed, is the client who it says,
 * and then the flow itself. One table names the flows.
 */
import type { InitiateAuthResponse } from "../../model/shapes.ts";
import { type AllowedFlow, allows, isRotating } from "../clients/auth-flows.ts";
import type { Client } from "../clients/client.ts";
import { requireSecretHash } from "../clients/secret-hash.ts";
import type { Fail } from "../failures.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import { texts } from "../texts.ts";
import { authenticationResult } from "./authentication-result.ts";
import { newPasswordChallenge } from "./new-password-challenge.ts";
import { checkPassword } from "./password-sign-in.ts";
import { refreshedResult, refreshFailure, requireRedemption } from "./refresh-at-api.ts";
import { type PasswordFail, passwordFailure } from "./refuse-password.ts";
import { requireParameter } from "./require-parameter.ts";

export type InitiateFail = PasswordFail & Fail<"InvalidParameterException" | "ResourceNotFoundException">;

export interface InitiateRequest {
  readonly pool: Pool;
  readonly client: Client;
  readonly flow: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly door: "open" | "signed";
  readonly fail: InitiateFail;
}

interface Flow {
  readonly needs: AllowedFlow;
  readonly doors: readonly InitiateRequest["door"][];
  /** Undefined until it is built. */
  readonly run: ((world: World, request: InitiateRequest) => Promise<InitiateAuthResponse>) | undefined;
}

const password = { needs: "ALLOW_USER_PASSWORD_AUTH", doors: ["open"], run: signInWithPassword } as const;
const adminPassword = {
  needs: "ALLOW_ADMIN_USER_PASSWORD_AUTH",
  doors: ["signed"],
  run: signInWithPassword,
} as const;
const refresh = { needs: "ALLOW_REFRESH_TOKEN_AUTH", doors: ["open", "signed"], run: refreshTokens } as const;
const both = ["open", "signed"] as const;

const flows: Readonly<Record<string, Flow>> = {
  USER_PASSWORD_AUTH: password,
  ADMIN_USER_PASSWORD_AUTH: adminPassword,
  ADMIN_NO_SRP_AUTH: adminPassword,
  REFRESH_TOKEN_AUTH: refresh,
  REFRESH_TOKEN: refresh,
  USER_SRP_AUTH: { needs: "ALLOW_USER_SRP_AUTH", doors: both, run: undefined },
  CUSTOM_AUTH: { needs: "ALLOW_CUSTOM_AUTH", doors: both, run: undefined },
  USER_AUTH: { needs: "ALLOW_USER_AUTH", doors: both, run: undefined },
};

export async function initiateAuth(world: World, request: InitiateRequest): Promise<InitiateAuthResponse> {
  const { client, door, fail } = request;
  const flow = flows[request.flow];
  if (flow === undefined || !flow.doors.includes(door)) {
    throw fail("InvalidParameterException", texts.authMethodNotSupported);
  }
  if (!allows(client, flow.needs)) {
    throw fail("InvalidParameterException", texts.flowNotEnabled(request.flow));
  }
  if (flow.run === undefined) throw fail("InvalidParameterException", texts.notBuilt(request.flow));
  return flow.run(world, request);
}

async function signInWithPassword(world: World, request: InitiateRequest): Promise<InitiateAuthResponse> {
  const { pool, client, parameters, fail } = request;
  const name = requireParameter(parameters, "USERNAME", fail);
  const given = requireParameter(parameters, "PASSWORD", fail);
  requireSecretHash(world, client, name, parameters["SECRET_HASH"], fail);
  const check = await checkPassword(world, pool, name, given);
  if (!check.ok) throw passwordFailure(check.cause, client, fail);
  if (check.mustChangePassword) return newPasswordChallenge(world, pool, client, check.user);
  return {
    ChallengeParameters: {},
    AuthenticationResult: await authenticationResult(world, pool, client, check.user),
  };
}

/** The secret hash of a refresh is over the person's real username, or their sub, whatever name they signed in by. */
async function refreshTokens(world: World, request: InitiateRequest): Promise<InitiateAuthResponse> {
  const { pool, client, parameters, fail } = request;
  const token = requireParameter(parameters, "REFRESH_TOKEN", fail);
  if (isRotating(client)) throw fail("InvalidParameterException", texts.flowNotEnabled(request.flow));
  if (client.secrets.length > 0 && parameters["SECRET_HASH"] === undefined) {
    throw fail("NotAuthorizedException", texts.secretHashMissing(client.clientId));
  }
  // Without rotation redeeming changes nothing, so it may come before the client's proof, which needs the person's name.
  const redemption = await requireRedemption(world, pool, client, token, (cause) =>
    refreshFailure(cause, fail),
  );
  const { username, sub } = redemption.user;
  requireSecretHash(world, client, [username, sub], parameters["SECRET_HASH"], fail);
  return {
    ChallengeParameters: {},
    AuthenticationResult: await refreshedResult(world, pool, client, redemption),
  };
}
