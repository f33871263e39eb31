import { expect, test } from "vitest";
import { plainPool, plainUser } from "../../../test/support/plain.ts";
import { testWorld, writtenMessages } from "../../../test/support/world.ts";
import { fail } from "../failures.ts";
import type { Pool, PoolSettings } from "../pools/pool.ts";
import { invitationContacts, prepareInvitation, storeInvitation } from "./invitation.ts";

function aPool(settings: PoolSettings = {}): Pool {
  return plainPool({ settings });
}

const both = { email: "ada@example.com", phone_number: "+15550101234" };
const media = (attributes: Record<string, string>, desired?: readonly ("EMAIL" | "SMS")[]) =>
  invitationContacts(attributes, desired, fail).map(({ medium }) => medium);

test("goes by text unless asked otherwise, and by mail to whoever has no phone", () => {
  expect(media(both)).toEqual(["SMS"]);
  expect(media({ email: both.email })).toEqual(["EMAIL"]);
  expect(media(both, ["EMAIL"])).toEqual(["EMAIL"]);
  expect(media(both, ["EMAIL", "SMS"])).toEqual(["SMS", "EMAIL"]);
  expect(media({})).toEqual([]);
});

test("media that were asked for and cannot reach the person are a failure", () => {
  expect(() => media({ email: both.email }, ["SMS"])).toThrow(
    expect.objectContaining({ exception: "CodeDeliveryFailureException" }),
  );
});

async function invite(pool: Pool) {
  const world = await testWorld();
  const contacts = invitationContacts(both, ["EMAIL", "SMS"], fail);
  const user = plainUser({ attributes: both });
  const invitation = { pool, user, username: "{####}", password: "Temp-1!", contacts, metadata: {}, fail };
  const prepared = await prepareInvitation(world, invitation);
  await world.store.write((tables) => storeInvitation(tables, prepared));
  const messages = await writtenMessages(world);
  return Object.fromEntries(messages.map(({ medium, ...message }) => [medium, message]));
}

test("tells the name and the temporary password", async () => {
  const { EMAIL, SMS } = await invite(aPool());
  expect(EMAIL).toMatchObject({ to: "ada@example.com", subject: "Your temporary password" });
  for (const message of [EMAIL, SMS]) expect(message?.body).toMatch(/\{####\}.*Temp-1!/);
});

test("uses the pool's words", async () => {
  const InviteMessageTemplate = {
    EmailSubject: "Welcome",
    EmailMessage: "Mail {username} {####}",
    SMSMessage: "Text {username} {####}",
  };
  const { EMAIL, SMS } = await invite(aPool({ AdminCreateUserConfig: { InviteMessageTemplate } }));
  expect(EMAIL).toMatchObject({ subject: "Welcome", body: "Mail {####} Temp-1!" });
  expect(SMS).toMatchObject({ body: "Text {####} Temp-1!" });
});
