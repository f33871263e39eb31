/** What the confirmation step shows: this depends on the current state of the account, and on how the pool confirms. */
import { confirmsByLink } from "../core/messages/code-wording.ts";
import { deliveryDetails } from "../core/messages/contact.ts";
import type { World } from "../core/ports.ts";
import { signUpContact } from "../core/users/sign-up-contact.ts";
import type { User } from "../core/users/user.ts";
import { loginPath, resendCodePath } from "./addresses.ts";
import { findPassed, type OpenFlow } from "./flow.ts";
import { pageFrame } from "./page-frame.ts";
import { type ConfirmProps, renderConfirm } from "./views/confirm.tsx";
import type { FormError } from "./views/form.tsx";

/** Undefined when the person is gone, disabled, or has another password by now. */
export async function findConfirming(world: World, open: OpenFlow): Promise<User | undefined> {
  return (await findPassed(world, open, "UNCONFIRMED")) ?? (await findPassed(world, open, "CONFIRMED"));
}

export async function showConfirm(
  world: World,
  open: OpenFlow,
  errors: readonly FormError[] = [],
): Promise<string | undefined> {
  const user = await findConfirming(world, open);
  const { state, request } = open;
  if (user === undefined || state.step !== "confirm") return undefined;
  const contact = signUpContact(request.pool, user.attributes);
  return renderConfirm({
    ...pageFrame(world, open),
    by: confirmsBy(open, user),
    sentTo: contact && (state.isNew ? contact.to : deliveryDetails(contact).Destination),
    isSentAgain: state.sent > 1,
    resendAction: resendCodePath(request.query),
    errors,
    signInHref: loginPath(request.query),
  });
}

export function confirmsBy({ request: { pool } }: OpenFlow, user: User): ConfirmProps["by"] {
  if (user.status === "CONFIRMED") return "nothing";
  const contact = signUpContact(pool, user.attributes);
  if (contact === undefined) return "administrator";
  return contact.medium === "EMAIL" && confirmsByLink(pool) ? "link" : "code";
}
