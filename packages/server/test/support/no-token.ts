/** What befalls people and apps before they take their token, by every way to one: the cases of TK-18. */
import { DeleteUserPoolClientCommand } from "@aws-sdk/client-cognito-identity-provider";
import { disable, giveAnotherPassword, remove, unconfirm } from "./mishaps.ts";
import { challengeWays, lastingWays, signUpWay, type Waiting, type WayIn } from "./ways-in.ts";
import { personIn } from "./ways-in-house.ts";
import { pageWays } from "./ways-in-pages.ts";

export type Mishap = (waiting: Waiting) => Promise<void>;

export const personal: readonly (readonly [string, Mishap])[] = [
  ["was disabled", ({ place, person }) => disable(place.server, place.UserPoolId, person)],
  ["was deleted", ({ place, person }) => remove(place.server, place.UserPoolId, person)],
  [
    "was deleted, and the name is another's now",
    async ({ place, person }) => {
      await remove(place.server, place.UserPoolId, person);
      await personIn(place, person.username);
    },
  ],
  [
    "has another password",
    ({ place, person }) => giveAnotherPassword(place.server, place.UserPoolId, person),
  ],
  ["is not confirmed any more", ({ place, person }) => unconfirm(place.server, place.UserPoolId, person)],
];

export async function deleteApp({ place: { server, UserPoolId, ClientId } }: Waiting): Promise<void> {
  await server.admin.send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId }));
}

export const everyWay: readonly (readonly [string, WayIn])[] = Object.entries({
  ...lastingWays,
  ...challengeWays,
  "the session of a confirmed sign-up": signUpWay,
  ...pageWays,
});

/** What a refusal looks like, at the three doors: never an internal error. */
export const refusal =
  /^(CodeMismatch|ExpiredCode|NotAuthorized|ResourceNotFound|UserNotConfirmed|UserNotFound)Exception: |^invalid_(client|grant)$|^page (200|400|403): none$|^page 30[23]: (invalid_client|login_required)$/;
