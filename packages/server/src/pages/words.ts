/** How a refused password reads on the page. What tells about the account is said only after the right password. */
import type { PasswordRefusal } from "../core/sign-in/password-sign-in.ts";
import { texts } from "../core/texts.ts";

export const refusalWords: Readonly<Record<PasswordRefusal, string>> = {
  unknownUser: texts.incorrectUsernameOrPassword,
  wrongPassword: texts.incorrectUsernameOrPassword,
  attemptsExceeded: "Too many attempts. Wait a while, then try again.",
  userDisabled: "This account is disabled. Ask whoever runs it to enable it.",
  notConfirmed: "This account is not confirmed yet. Confirm it with the code you were sent, then sign in.",
  resetRequired: "Your password has been reset. Set a new one with the code you were sent, then sign in.",
  temporaryPasswordExpired: "Your temporary password has expired. Ask whoever invited you for a new one.",
};

/** The standard attributes as labels of a form; a pool's own are called what it calls them. */
export function attributeLabel(name: string): string {
  return labels[name] ?? name.replace(/^(dev:)?custom:/, "");
}

const labels: Readonly<Record<string, string>> = {
  name: "Name",
  given_name: "Given name",
  family_name: "Family name",
  middle_name: "Middle name",
  nickname: "Nickname",
  preferred_username: "Preferred username",
  profile: "Profile page",
  picture: "Picture address",
  website: "Website",
  email: "Email address",
  gender: "Gender",
  birthdate: "Date of birth",
  zoneinfo: "Time zone",
  locale: "Language",
  phone_number: "Phone number",
  address: "Address",
};
