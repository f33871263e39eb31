import { expect, test } from "vitest";
import { plainPool } from "../../../test/support/plain.ts";
import { wordsOf } from "../../languages/words.ts";
import type { Pool } from "../pools/pool.ts";
import type { CodePurpose } from "./code-request.ts";
import { codeWording } from "./code-wording.ts";
import type { Contact } from "./contact.ts";

const email: Contact = { attribute: "email", medium: "EMAIL", to: "ada@example.com" };
const phone: Contact = { attribute: "phone_number", medium: "SMS", to: "+15550101234" };
const purposes: readonly CodePurpose[] = [
  "signUp",
  "resetPassword",
  "signIn",
  "verify:email",
  "verify:phone_number",
];

const words = (pool: Pool, contact: Contact) =>
  Object.fromEntries(
    purposes.map((purpose) => [purpose, codeWording(wordsOf("en"), pool, purpose, contact).template]),
  );
const subjects = (pool: Pool) =>
  Object.fromEntries(
    purposes.map((purpose) => [purpose, codeWording(wordsOf("en"), pool, purpose, email).subject]),
  );

test("a pool without words of its own has ours, with a place for the code", () => {
  for (const contact of [email, phone]) {
    for (const template of Object.values(words(plainPool(), contact))) expect(template).toContain("{####}");
  }
  expect(subjects(plainPool())).toEqual({
    signUp: "Your confirmation code",
    resetPassword: "Your code for a new password",
    signIn: "Your sign-in code",
    "verify:email": "Your confirmation code",
    "verify:phone_number": "Your confirmation code",
  });
});

test("the verification template serves everything but signing in, which has words of its own", () => {
  const pool = plainPool({
    settings: {
      VerificationMessageTemplate: {
        DefaultEmailOption: "CONFIRM_WITH_CODE",
        EmailMessage: "mail {####}",
        EmailSubject: "subject",
        SmsMessage: "text {####}",
        EmailMessageByLink: "link {##x##}",
      },
      SmsAuthenticationMessage: "older {####}",
    },
    mfa: {
      SmsMfaConfiguration: { SmsAuthenticationMessage: "sign in by text {####}" },
      EmailMfaConfiguration: { Message: "sign in by mail {####}", Subject: "sign in" },
    },
  });
  const others = (template: string) =>
    Object.fromEntries(purposes.filter((each) => each !== "signIn").map((each) => [each, template]));
  expect(words(pool, email)).toEqual({ ...others("mail {####}"), signIn: "sign in by mail {####}" });
  expect(words(pool, phone)).toEqual({ ...others("text {####}"), signIn: "sign in by text {####}" });
  expect(subjects(pool)).toEqual({ ...others("subject"), signIn: "sign in" });
});

test("the older settings count where the newer are silent", () => {
  const settings = {
    SmsVerificationMessage: "older text {####}",
    EmailVerificationMessage: "older mail {####}",
    EmailVerificationSubject: "older subject",
    SmsAuthenticationMessage: "older sign-in {####}",
  };
  const pool = plainPool({ settings });
  expect(words(pool, phone)).toMatchObject({
    resetPassword: "older text {####}",
    signIn: "older sign-in {####}",
  });
  expect(words(pool, email)).toMatchObject({ signUp: "older mail {####}" });
  expect(subjects(pool)).toMatchObject({ signUp: "older subject" });
});

test("a link confirms a sign-up by mail, and nothing else", () => {
  const byLink = { DefaultEmailOption: "CONFIRM_WITH_LINK" } as const;
  const own = { ...byLink, EmailMessageByLink: "go {##there##}", EmailSubjectByLink: "follow" };
  const pool = plainPool({ settings: { VerificationMessageTemplate: own } });
  expect(codeWording(wordsOf("en"), pool, "signUp", email)).toEqual({
    subject: "follow",
    template: "go {##there##}",
  });
  for (const purpose of purposes.filter((each) => each !== "signUp")) {
    expect(codeWording(wordsOf("en"), pool, purpose, email).template).toContain("{####}");
  }
  expect(codeWording(wordsOf("en"), pool, "signUp", phone).template).toContain("{####}");
  const bare = plainPool({ settings: { VerificationMessageTemplate: byLink } });
  expect(codeWording(wordsOf("en"), bare, "signUp", email).template).toMatch(/\{##[^#]+##\}/);
});
