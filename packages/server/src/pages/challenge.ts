/**
 * Challenges that the pages ask as the JSON API does: the API's own rules ask them and check the answers, and the
 * sealed session is kept in the flow instead of being sent to the browser. What follows a right answer is up to the
 * pages.
 */
import type { World } from "../core/ports.ts";
import type { Answered, Use } from "../core/sign-in/challenge.ts";
import { askNext } from "../core/sign-in/challenges.ts";
import type { SignIn } from "../core/sign-in/sign-in.ts";
import type { Tables } from "../core/tables.ts";
import type { User } from "../core/users/user.ts";
import { attemptOf, challengeState } from "./challenge-state.ts";
import type { SignInPlace } from "./finish.ts";
import { askForNewPassword, stepTo } from "./flow.ts";
import { proceed, type Save } from "./second-factor.ts";
import type { StepResult } from "./step.ts";

/** `use` is what the answer uses up, in the transaction of whatever comes next; `sent` counts codes. Throws `ApiFailure`. */
export async function follow(
  world: World,
  place: SignInPlace,
  answered: Answered,
  use: (tables: Tables) => Promise<void> = async () => undefined,
  sent = 1,
): Promise<StepResult> {
  if (answered.kind === "proven") {
    const { signIn, use: change = changesNobody } = answered;
    const save: Save = async (tables) => {
      await use(tables);
      return changed(tables, signIn.user, change);
    };
    return settle(world, place, signIn, save);
  }
  const response = await askNext(world, attemptOf(place), answered);
  await stepTo(world, place.open, challengeState(response, sent), use);
  return { kind: "next", step: "challenge" };
}

async function changed(
  tables: Tables,
  user: User,
  change: (tables: Tables) => Promise<User | undefined>,
): Promise<User> {
  return (await change(tables)) ?? user;
}

const changesNobody: Use = async () => undefined;

async function settle(world: World, place: SignInPlace, signIn: SignIn, save: Save): Promise<StepResult> {
  if (signIn.user.status !== "FORCE_CHANGE_PASSWORD") return proceed(world, place, signIn, save);
  await askForNewPassword(world, place, signIn, save);
  return { kind: "next", step: "newPassword" };
}
