/**
 * InitiateAuth and AdminInitiateAuth, once the client is known: is the flow allowed, has the client proven itself, and
 * then the flow itself. One table names the flows.
 */
import type { InitiateAuthResponse } from "../../model/shapes.ts";
import { type AllowedFlow, allows } from "../clients/auth-flows.ts";
import type { World } from "../ports.ts";
import { texts } from "../texts.ts";
import type { Attempt, InitiateRequest } from "./attempt.ts";
import type { Answered } from "./challenge.ts";
import { startChoice } from "./choice.ts";
import { conclude } from "./conclude.ts";
import { startWithCustomAuth, startWithPassword, startWithSrp } from "./first-factors.ts";
import { refreshWithToken } from "./refresh-at-api.ts";

type Start = (world: World, request: InitiateRequest) => Promise<Answered>;

interface Flow {
  readonly needs: AllowedFlow;
  readonly doors: readonly Attempt["door"][];
  readonly run: (world: World, request: InitiateRequest) => Promise<InitiateAuthResponse>;
}

const both = ["open", "signed"] as const;
const adminPassword = {
  needs: "ALLOW_ADMIN_USER_PASSWORD_AUTH",
  doors: ["signed"],
  run: signInBy(startWithPassword),
} as const;
const refresh = { needs: "ALLOW_REFRESH_TOKEN_AUTH", doors: both, run: refreshWithToken } as const;

const flows: Readonly<Record<string, Flow>> = {
  USER_PASSWORD_AUTH: {
    needs: "ALLOW_USER_PASSWORD_AUTH",
    doors: ["open"],
    run: signInBy(startWithPassword),
  },
  ADMIN_USER_PASSWORD_AUTH: adminPassword,
  ADMIN_NO_SRP_AUTH: adminPassword,
  REFRESH_TOKEN_AUTH: refresh,
  REFRESH_TOKEN: refresh,
  USER_SRP_AUTH: { needs: "ALLOW_USER_SRP_AUTH", doors: both, run: signInBy(startWithSrp) },
  CUSTOM_AUTH: { needs: "ALLOW_CUSTOM_AUTH", doors: both, run: signInBy(startWithCustomAuth) },
  USER_AUTH: { needs: "ALLOW_USER_AUTH", doors: both, run: signInBy(startChoice) },
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
  return flow.run(world, request);
}

/** Triggers that run later are not told the metadata of the first call (`cognito.md` §6). */
function signInBy(start: Start): Flow["run"] {
  return async (world, request) =>
    conclude(world, { ...request, metadata: {} }, await start(world, request), null);
}
