/** The end of a sign-in: everything is proven, so the triggers are told, the sign-in is stored, and the tokens are issued. */
import type { AuthenticationResultType, InitiateAuthResponse } from "../../model/shapes.ts";
import { deviceGroupKey, newDeviceKey } from "../devices/new-device.ts";
import { tracksDevices } from "../devices/require-device.ts";
import { authEventOf } from "../events/record-auth-event.ts";
import type { DeviceKey } from "../ids.ts";
import { inOrder } from "../in-order.ts";
import type { World } from "../ports.ts";
import { selfServiceScope } from "../resource-servers/scopes.ts";
import { startTrackedFamily } from "../sessions/start-tracked-family.ts";
import type { Tables } from "../tables.ts";
import { texts } from "../texts.ts";
import { issueTokens, refreshTokenOf } from "../tokens/issue.ts";
import { shapeTokens, type TokenOccasion } from "../tokens/shape-tokens.ts";
import { postAuthentication } from "../triggers/post-authentication.ts";
import type { User } from "../users/user.ts";
import type { Attempt } from "./attempt.ts";
import { wireTokens } from "./authentication-result.ts";
import { requireActive } from "./require-active.ts";
import { requireUnlocked } from "./require-unlocked.ts";
import type { Progress, SignIn } from "./sign-in.ts";

const scopes = [selfServiceScope];

/** `alongside` uses up, in the same transaction, what proved the last factor; it returns the user if that changed them. */
export async function finishSignIn(
  world: World,
  attempt: Attempt,
  signIn: SignIn,
  alongside: (tables: Tables) => Promise<User | undefined>,
): Promise<InitiateAuthResponse> {
  const { pool, client, metadata, fail } = attempt;
  const { user, progress } = signIn;
  const { poolId } = pool;
  const isNewDevice = tracksDevices(pool) && !progress.hasDevice;
  const deviceKey = isNewDevice ? newDeviceKey(world, pool) : progress.deviceKey;
  await postAuthentication(world, { pool, client, user, metadata }, isNewDevice, fail);
  const groups = await world.store.read.groups.listOfUser(poolId, user.sub);
  const occasion: TokenOccasion = { source: sourceOf(progress), metadata, fail };
  const shape = await shapeTokens(world, { pool, client, user, groups, scopes }, occasion);

  const [signedIn, , , , family] = await world.store.write(async (tables) => {
    await inOrder(requireUnlocked(world, tables, attempt, user), alongside(tables));
    const authenticatedAt = world.clock.now();
    const { ipAddress } = attempt;
    const tracked = tracksDevices(pool) ? deviceKey : undefined;
    const newFamily = { client, user, scopes, isHosted: false, authenticatedAt, ipAddress };
    return inOrder(
      requireActive(world, tables, attempt, user),
      tables.attempts.clear(poolId, user.sub),
      tables.authEvents.put(authEventOf(world, attempt, signIn, "Pass")),
      progress.hasDevice && touchDevice(tables, attempt, user, deviceKey, authenticatedAt),
      startTrackedFamily(world, tables, pool, { ...newFamily, deviceKey: tracked }),
    );
  });
  const subject = { pool, client, user: signedIn, groups, family, scopes, shape, nonce: undefined };
  const tokens = await issueTokens(world, { ...subject, eventId: progress.eventId });
  const result: AuthenticationResultType = {
    ...wireTokens(tokens),
    RefreshToken: refreshTokenOf(world, family),
    ...(isNewDevice &&
      deviceKey !== undefined && {
        NewDeviceMetadata: { DeviceKey: deviceKey, DeviceGroupKey: deviceGroupKey(world, deviceKey) },
      }),
  };
  return { ChallengeParameters: {}, AuthenticationResult: result };
}

/** The device that vouches for the sign-in may have been forgotten meanwhile. */
async function touchDevice(
  { devices }: Tables,
  { pool: { poolId }, ipAddress, fail }: Attempt,
  { sub }: User,
  deviceKey: DeviceKey | undefined,
  now: number,
): Promise<void> {
  const isKnown = deviceKey === undefined || (await devices.touch(poolId, sub, deviceKey, ipAddress, now));
  if (!isKnown) throw fail("ResourceNotFoundException", texts.deviceNotFound);
}

function sourceOf(progress: Progress): TokenOccasion["source"] {
  if (progress.hasDevice) return "AuthenticateDevice";
  return progress.hasNewPassword ? "NewPasswordChallenge" : "Authentication";
}
