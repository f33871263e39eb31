/** Every text of the account page and of the pages that it leads to. */
import type { MfaKind } from "../core/factors/mfa-preference.ts";
import type { AccountNotice } from "./own-state.ts";

type Address = "email" | "phone_number";

export const accountWords = {
  title: "Your account",
  mayAskAgain: "Some changes ask you to sign in again first.",
  backToAccount: "Back to your account",
  backTo: (client: string) => `Back to ${client}`,
  keep: "Keep it",
  save: "Save",
} as const;

export const accountNotices: Readonly<Record<AccountNotice, string>> = {
  saved: "Saved.",
  signedOutThere: "Signed out there.",
  addressChanged: "Saved.",
  addressConfirmed: "Confirmed.",
  addressRemoved: "Removed.",
  passwordChanged: "Your password is changed. You are signed out everywhere else.",
  appAdded: "Your authenticator app is set up.",
  factorRemoved: "Turned off.",
  factorTurnedOn: "Turned on.",
  factorPreferred: "The one you chose is asked for first now.",
  passkeyRemoved: "The passkey is removed. You can delete it from your device too.",
  deviceForgotten: "The device is forgotten.",
};

export const profileWords = {
  heading: "Profile",
  addresses: { email: "Email address", phone_number: "Phone number" } satisfies Record<Address, string>,
  none: "None",
  notConfirmed: "not confirmed",
  waiting: (address: string) => `${address} takes its place once it is confirmed.`,
  add: "Add",
  change: "Change",
  confirm: "Confirm",
  remove: "Remove",
} as const;

export const changeAddressWords = {
  titles: {
    email: { add: "Add an email address", change: "Change your email address" },
    phone_number: { add: "Add a phone number", change: "Change your phone number" },
  },
  now: (address: string) => `Now it is ${address}.`,
  labels: { email: "New email address", phone_number: "New phone number" },
  same: {
    email: "This is your email address already.",
    phone_number: "This is your phone number already.",
  },
  taken: {
    email: "Another account has this email address.",
    phone_number: "Another account has this phone number.",
  },
  tidyPhone: "Enter the number with + and the country code, such as +44 20 7946 0000.",
  action: "Continue",
} as const;

export const verifyAddressWords = {
  titles: { email: "Confirm your email address", phone_number: "Confirm your phone number" },
  sentTo: "Enter the code that was sent to",
  holds: { email: "Until then, your old address stays.", phone_number: "Until then, your old number stays." },
  missing: "Enter the code.",
  sentAgain: "Another code is on its way.",
  action: "Confirm",
  resend: "Send another code",
} as const;

export const removeAddressWords = {
  titles: { email: "Remove your email address?", phone_number: "Remove your phone number?" },
  what: (address: string) => `Nothing is sent to ${address} any more, and nobody can sign in by it.`,
  action: "Remove it",
} as const;

export const passwordWords = {
  titles: { change: "Change your password", set: "Choose a password" },
  leads: {
    change: "Afterwards you are signed in in this browser alone.",
    set: "You have none yet. From now on you can sign in with it, too.",
  },
  current: "Current password",
  next: "New password",
  nextAgain: "New password again",
  missing: "Enter your current password.",
  wrong: "This is not your current password.",
  forgotten: "Forgot your password?",
  actions: { change: "Change password", set: "Save password" },
} as const;

export const waysInWords = {
  heading: "How you sign in",
  password: "Password",
  isSet: "Set",
  isNotSet: "None",
  change: "Change password",
  choose: "Choose a password",
  passkeysHeading: "Passkeys",
  added: "Added",
  lastUsed: "last used",
  remove: "Remove",
  addPasskey: "Add a passkey",
} as const;

export const removePasskeyWords = {
  title: "Remove this passkey?",
  what: (name: string) => `${name} no longer signs you in.`,
  action: "Remove it",
} as const;

export const factorPageWords = {
  heading: "Second step",
  why: "After the first step of a sign-in, this shows that it is you.",
  demanded: (house: string) => `${house} asks everybody for one, so the last one stays.`,
  names: {
    SMS_MFA: "Text message",
    SOFTWARE_TOKEN_MFA: "Authenticator app",
    EMAIL_OTP: "Email",
    WEB_AUTHN: "Passkey",
  } satisfies Record<MfaKind, string>,
  on: "On",
  onAndFirst: "On, asked for first",
  off: "Off",
  notSetUp: "Not set up",
  needs: {
    SMS_MFA: "Needs a phone number",
    SOFTWARE_TOKEN_MFA: "Not set up",
    EMAIL_OTP: "Needs an email address",
    WEB_AUTHN: "Needs a passkey",
  } satisfies Record<MfaKind, string>,
  turnOn: "Turn on",
  turnOff: "Turn off",
  askFirst: "Ask for this first",
  setUp: "Set up",
  replace: "Use another app",
  remove: "Remove",
} as const;

export const removeAppWords = {
  title: "Remove your authenticator app?",
  what: "Its codes are no longer asked for, and no longer accepted.",
  action: "Remove it",
} as const;

export const appWords = {
  lead: "From now on a sign-in asks for a code from the app.",
  missing: "Enter the code that the app shows.",
  replaced: "This key is no longer good. Add the new one to the app.",
  action: "Save",
} as const;

export const placesWords = {
  heading: "Where you are signed in",
  thisBrowser: "This browser",
  aBrowser: "A browser",
  anApp: "An app",
  from: (ipAddress: string) => `from ${ipAddress}`,
  signOutThere: "Sign out there",
  signOutEverywhere: "Sign out everywhere",
} as const;

export const deviceWords = {
  heading: "Your devices",
  why: "A remembered device can spare you the second step.",
  aDevice: "A device",
  remembered: "remembered",
  lastUsed: "Last used",
  forget: "Forget",
} as const;

export const dataWords = {
  heading: "Your data",
  download: "Download everything",
  remove: "Delete my account",
} as const;

/** What the rules refuse on these pages. */
export const refusedWords = {
  lastSecondFactor:
    "Everybody here needs a second step, and this is your last one. Set up another one first.",
  lastWayIn: "This is your last way to sign in. Add another one first.",
} as const;
