/** May this person sign in at all? Asked only after a right first factor: whoever has that may learn the state of the account. */
import type { User } from "../users/user.ts";

export type StateRefusal =
  | "userDisabled"
  | "notConfirmed"
  | "resetRequired"
  | "temporaryPasswordExpired"
  | "wrongPassword";

/** Undefined when they may, be it only to choose a new password. */
export function stateRefusal(user: User, now: number): StateRefusal | undefined {
  if (!user.isEnabled) return "userDisabled";
  switch (user.status) {
    case "CONFIRMED":
      return undefined;
    case "FORCE_CHANGE_PASSWORD":
      return (user.temporaryPasswordExpiresAt ?? 0) <= now ? "temporaryPasswordExpired" : undefined;
    case "RESET_REQUIRED":
      return "resetRequired";
    case "UNCONFIRMED":
      return "notConfirmed";
    default:
      return "wrongPassword";
  }
}
