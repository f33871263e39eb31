/**
 * Tells a person that a way into their account has changed: whoever did it, they can object (AC-10). Written down in the
 * transaction that changes it, to the e-mail address that is known to be theirs; who has none is not told.
 */
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import type { Tables } from "../tables.ts";
import { hasCustomSender } from "../triggers/custom-sender.ts";
import type { User } from "../users/user.ts";
import { sealContent } from "./message-content.ts";
import { fillHtml, fillText } from "./template.ts";

export type Notice = keyof typeof words;

/** `user` as they are after the change, with the address they had before it. */
export async function notify(
  world: Pick<World, "clock" | "random" | "sealing">,
  { messages }: Pick<Tables, "messages">,
  pool: Pool,
  user: Pick<User, "attributes" | "sub" | "username">,
  notice: Notice,
): Promise<void> {
  const { email, email_verified } = user.attributes;
  // A sender trigger carries codes, and has no word for this.
  if (email === undefined || email_verified !== "true" || hasCustomSender(pool, "EMAIL")) return;
  const [subject, what, then = advice] = words[notice] as readonly [string, string, string?];
  const template = `${what} ${then}`.replaceAll(
    " {username}",
    user.username === user.sub ? "" : " {username}",
  );
  const values = { username: user.username, code: "", link: undefined };
  const [text, html] = [fillText(template, values), fillHtml(template, values)];
  const now = world.clock.now();
  await messages.insert({
    poolId: pool.poolId,
    messageId: world.random.uuid(),
    medium: "EMAIL",
    to: email,
    subject,
    sealedBody: sealContent(world, { text, html, notice, sub: user.sub }),
    createdAt: now,
    dueAt: now,
    attempts: 0,
    sentAt: undefined,
    failedAt: undefined,
  });
}

const words = {
  passwordChanged: ["Your password was changed", "The password of your account {username} was changed."],
  passwordSet: ["A password was set", "A password was set for your account {username}, which had none."],
  appAdded: [
    "An authenticator app was added",
    "An authenticator app was set up for your account {username}. If there was one before, it is replaced.",
  ],
  appRemoved: [
    "Your authenticator app was removed",
    "The authenticator app of your account {username} was removed.",
  ],
  passkeyAdded: ["A passkey was added", "A passkey was added to your account {username}."],
  passkeyRemoved: ["A passkey was removed", "A passkey of your account {username} was removed."],
  factorsChanged: [
    "Your second factors were changed",
    "What your account {username} asks for beside the password was changed.",
  ],
  emailChanged: [
    "Your email address was changed",
    "Your account {username} has another email address now. Nothing more is sent to this one.",
  ],
  emailRemoved: [
    "Your email address was removed",
    "This email address no longer belongs to your account {username}. Nothing more is sent to it.",
  ],
  phoneAdded: ["A phone number was added", "A phone number was added to your account {username}."],
  phoneChanged: ["Your phone number was changed", "The phone number of your account {username} was changed."],
  phoneRemoved: ["Your phone number was removed", "The phone number of your account {username} was removed."],
  accountDeleted: [
    "Your account was deleted",
    "Your account {username} was deleted, with everything in it.",
    "If this was you, there is nothing to do. If not, tell whoever runs the service at once.",
  ],
} as const;

const advice =
  "If this was you, there is nothing to do. If not, set a new password at once and tell whoever runs the service.";
