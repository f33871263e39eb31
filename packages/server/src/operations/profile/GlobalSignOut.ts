import { endSignIns } from "../../core/users/end-sign-ins.ts";
import type { Handler } from "../handler.ts";

/** Everywhere, the sign-in that asks for it included. */
export const GlobalSignOut: Handler<"GlobalSignOut"> = async (_input, context) => {
  const { caller } = context;
  await context.store.write((tables) => endSignIns(tables, caller.user, "signedOut", context.clock.now()));
  return {};
};
