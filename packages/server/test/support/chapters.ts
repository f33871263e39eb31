/** Which file tells the story of which cause: a new cause does not compile, and fails, until it has one. */
import { expect } from "vitest";
import { type CauseName, causes } from "../../src/core/events/causes.ts";
import { told } from "./oauth-failure.ts";

type Chapter =
  | "clients"
  | "code"
  | "refresh"
  | "machine"
  | "revocation"
  | "authorize"
  | "triggers"
  | "confirmUser"
  | "untold";

const chapters: Readonly<Record<CauseName, Chapter>> = {
  methodNotPost: "clients",
  notAForm: "clients",
  parametersInUrl: "clients",
  parameterRepeated: "clients",
  parameterMissing: "clients",
  parameterMalformed: "machine",
  grantTypeUnknown: "clients",
  clientUnknown: "clients",
  clientMissing: "clients",
  clientAuthenticationRepeated: "clients",
  authorizationMalformed: "clients",
  clientIdsDiffer: "clients",
  clientSecretMissing: "clients",
  clientSecretWrong: "clients",
  clientSecretNotExpected: "clients",
  clientThrottled: "clients",
  grantNotAllowed: "clients",
  machineWithoutSecret: "machine",
  codeUnknown: "code",
  codeAlreadyUsed: "code",
  codeExpired: "code",
  codeOfOtherClient: "code",
  redirectUriDiffers: "code",
  codeVerifierMissing: "code",
  codeVerifierWrong: "code",
  codeVerifierNotExpected: "code",
  refreshTokenMalformed: "refresh",
  refreshTokenOfOtherClient: "refresh",
  refreshTokenUnknown: "refresh",
  refreshTokenExpired: "refresh",
  refreshNeedsDevice: "refresh",
  refreshTokenRevoked: "refresh",
  refreshTokenReused: "refresh",
  userDeleted: "refresh",
  userDisabled: "code",
  userNotConfirmed: "code",
  userLocked: "code",
  attributesNotReadable: "code",
  scopeNotAllowed: "machine",
  machineWithoutScopes: "machine",
  tokenTypeNotRevocable: "revocation",
  revocationOff: "revocation",
  tokenOfOtherClient: "revocation",
  methodNotGetOrPost: "authorize",
  redirectUriMissing: "authorize",
  redirectUriNotRegistered: "authorize",
  responseTypeUnknown: "authorize",
  responseModeNotAllowed: "authorize",
  codeChallengeNotS256: "authorize",
  scopeNeedsOpenid: "authorize",
  promptNoneNotAlone: "authorize",
  loginRequired: "authorize",
  otherPersonSignedIn: "authorize",
  idTokenHintInvalid: "authorize",
  identityProviderUnknown: "authorize",
  requestObjectNotSupported: "authorize",
  requestUriNotSupported: "authorize",
  resourceNotSupported: "authorize",
  signInCancelled: "authorize",
  logoutUriNotRegistered: "authorize",
  confirmationRefused: "confirmUser",
  confirmationAddressTaken: "confirmUser",
  confirmationTooOften: "confirmUser",
  triggerThrew: "triggers",
  triggerNotRun: "triggers",
  triggerAnswerInvalid: "triggers",
  // Nothing that a client sends brings these about: they are the server's own trouble.
  tooBusy: "untold",
  databaseUnavailable: "untold",
  // Told in rate-limits.test.ts: it leaves no event.
  rateExceeded: "untold",
  internal: "untold",
};

/** Ends a file: run alone, a single story of it makes this fail, as it should. */
export function expectEveryCauseTold(chapter: Chapter): void {
  expect(Object.keys(chapters).toSorted()).toEqual(Object.keys(causes).toSorted());
  const due = Object.entries(chapters).filter(([, each]) => each === chapter);
  const names: ReadonlySet<string> = told;
  expect(due.map(([cause]) => cause).filter((cause) => !names.has(cause))).toEqual([]);
}
