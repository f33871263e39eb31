/** Writes down what became of an attempt. */
import type { EventResponseType, EventType } from "../../model/shapes.ts";
import type { World } from "../ports.ts";
import type { Attempt } from "../sign-in/attempt.ts";
import type { SignIn } from "../sign-in/sign-in.ts";
import type { User } from "../users/user.ts";
import type { AuthEvent } from "./auth-event.ts";

/** Of a sign-in: one event, however many calls it takes. */
export function authEventOf(
  world: World,
  { ipAddress }: Pick<Attempt, "ipAddress">,
  { user, progress }: SignIn,
  response: EventResponseType,
): AuthEvent {
  const { eventId, challenges, flow } = progress;
  return {
    poolId: user.poolId,
    sub: user.sub,
    eventId,
    type: "SignIn",
    flow,
    response,
    challenges,
    ipAddress,
    deviceName: undefined,
    feedback: undefined,
    at: world.clock.now(),
  };
}

/** Of anything that one call decides. Inside the transaction that decides it, where there is one. */
export function singleAuthEvent(
  world: World,
  { poolId, sub }: Pick<User, "poolId" | "sub">,
  type: EventType,
  response: EventResponseType,
  ipAddress: string | undefined,
): AuthEvent {
  const at = world.clock.now();
  return {
    poolId,
    sub,
    eventId: world.random.orderedUuid(at),
    type,
    response,
    challenges: [],
    ipAddress,
    deviceName: undefined,
    feedback: undefined,
    at,
  };
}
