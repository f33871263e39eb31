/** The exact words of the real service, which clients and apps compare. One entry per message. */
import type { ClientId, PoolId } from "./ids.ts";

export const texts = {
  accessTokenExpired: "Access Token has expired",
  accessTokenInvalid: "Invalid Access Token",
  accessTokenLacksScopes: "Access Token does not have required scopes",
  accessTokenRevoked: "Access Token has been revoked",
  aliasExists: (attribute: string) => `An account with the ${attribute} already exists.`,
  attributeCannotChange: (name: string) => `user.${name}: Attribute cannot be updated.\n`,
  attributeCannotGo: (name: string) => `user.${name}: Required attribute cannot be deleted.\n`,
  attributeMisfit: (name: string, problem: string) =>
    `Attributes did not conform to the schema: ${name}: ${problem}`,
  attributeNotMutable: (name: string) => `Cannot modify the non-mutable attribute ${name}`,
  attributeRequired: (name: string) =>
    `Attributes did not conform to the schema: ${name}: The attribute is required`,
  attributesUnknown: (names: readonly string[]) =>
    `Invalid user attributes: ${names.map((name) => `user.${name}: Attribute does not exist in the schema.\n`).join("")}`,
  attemptLimitExceeded: "Attempt limit exceeded, please try after some time.",
  authMethodNotSupported: "Initiate Auth method not supported.",
  cannotConfirm: (status: string) => `User cannot be confirmed. Current status is ${status}`,
  clientNotFound: (id: ClientId | string) => `User pool client ${id} does not exist.`,
  clientSecretWrong: "Unable to verify the client secret",
  emailInvalid: "Invalid email address format.",
  emailNeededToVerify: "Email is required to verify/un-verify an email",
  filterAttributeUnknown: (name: string) => `Invalid search attribute: ${name}`,
  filterUnreadable: "Error while parsing filter",
  flowNotEnabled: (flow: string) =>
    flow === "USER_PASSWORD_AUTH" || flow.startsWith("ADMIN_") || flow.startsWith("REFRESH_")
      ? `${flow} flow not enabled for this client`
      : `${flow} is not enabled for the client.`,
  givenAliasExists: (attribute: string) => `An account with the given ${attribute} already exists.`,
  groupExists: "A group with the name already exists.",
  groupNotFound: "Group not found.",
  groupsPerUserExceeded: "A user can be in no more than 100 groups.",
  incorrectUsernameOrPassword: "Incorrect username or password.",
  invitationUndeliverable: (media: readonly string[]) =>
    `The user has no address for the invitation. Desired delivery mediums: ${media.join(", ")}`,
  missingParameter: (name: string) => `Missing required parameter ${name}`,
  noRecoveryContact:
    "Cannot reset password for the user as there is no registered/verified email or phone_number",
  notBuilt: (what: string) => `${what} is not supported by this version of Poolhouse.`,
  paginationTokenInvalid: "Invalid pagination token given.",
  passwordAttemptsExceeded: "Password attempts exceeded",
  passwordCannotBeReset: "User password cannot be reset in the current state.",
  passwordMisfit: (problem: string) => `Password did not conform with policy: ${problem}`,
  passwordResetRequired: "Password reset required for the user",
  phoneNumberInvalid: "Invalid phone number format.",
  phoneNumberNeededToVerify: "Phone Number is required to verify/un-verify a phone number",
  poolNotFound: (id: PoolId | string) => `User pool ${id} does not exist.`,
  resendNotPossible: (username: string) =>
    `Resend not possible. ${username} status is not FORCE_CHANGE_PASSWORD`,
  refreshTokenExpired: "Refresh Token has expired",
  refreshTokenInvalid: "Invalid Refresh Token",
  refreshTokenReused: "Refresh Token has been used already",
  refreshTokenRevoked: "Refresh Token has been revoked",
  revocationOff: "Token revocation is not enabled for this client",
  scopeNotAllowed: (scope: string) => `The client may not use the scope ${scope}`,
  secretHashMissing: (id: ClientId | string) =>
    `Client ${id} is configured with secret but SECRET_HASH was not received`,
  secretHashWrong: (id: ClientId | string) => `Unable to verify secret hash for client ${id}`,
  sessionExpired: "Invalid session for the user, session is expired.",
  sessionInvalid: "Invalid session for the user.",
  sessionUsed: "Invalid session for the user, session can only be used once.",
  temporaryPasswordExpired: "Temporary password has expired and must be reset by an administrator.",
  tokenOfOtherClient: "The token was issued to another client",
  tooManyRequests: "Too many requests",
  unauthorizedAttribute: "A client attempted to write unauthorized attribute",
  unsupportedTokenType: "Only refresh tokens can be revoked",
  userDisabled: "User is disabled.",
  userNotConfirmed: "User is not confirmed.",
  userNotFound: "User does not exist.",
  usernameExistsAdmin: "User account already exists",
  usernameLooksLikeAlias: (alias: "email" | "phone_number") =>
    alias === "email"
      ? "Username cannot be of email format, since user pool is configured for email alias."
      : "Username cannot be of phone number format, since user pool is configured for phone number alias.",
  usernameMismatch: (attribute: string) => `The username and the attribute ${attribute} must be the same.`,
  usernameShouldBe: (kinds: readonly string[]) =>
    kinds.length > 1
      ? "Username should be either an email or a phone number."
      : `Username should be ${kinds[0] === "email" ? "an email" : "a phone number"}.`,
} as const;
