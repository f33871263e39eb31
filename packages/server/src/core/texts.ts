/** The exact words of the real service, which clients and apps compare. One entry per message. */
import type { ClientId, PoolId } from "./ids.ts";

export const texts = {
  accessKeyDeletesItself: "An access key cannot delete itself.",
  accessKeyNotFound: (id: string) => `Access key ${id} does not exist.`,
  accessKeyPoolMissing: "A key of scope POOL needs a UserPoolId.",
  accessKeyPoolUnwanted: "Only a key of scope POOL has a UserPoolId.",
  accessTokenExpired: "Access Token has expired",
  accessTokenInvalid: "Invalid Access Token",
  accessTokenLacksScopes: "Access Token does not have required scopes",
  accessTokenRevoked: "Access Token has been revoked",
  aliasExists: (attribute: string) => `An account with the ${attribute} already exists.`,
  aliasOrUsernameAttributes:
    "Only one of the aliasAttributes or usernameAttributes can be set in a user pool.",
  arnInvalid: (arn: string) => `Invalid ARN: ${arn}`,
  attributeCannotChange: (name: string) => `user.${name}: Attribute cannot be updated.\n`,
  attributeCannotGo: (name: string) => `user.${name}: Required attribute cannot be deleted.\n`,
  attributeConstraintsInvalid: (name: string) => `Invalid constraints for the attribute ${name}.`,
  attributeExists: (name: string) => `${name}: Existing attribute already has name ${name}.`,
  attributeMisfit: (name: string, problem: string) =>
    `Attributes did not conform to the schema: ${name}: ${problem}`,
  attributeNotMutable: (name: string) => `Cannot modify the non-mutable attribute ${name}`,
  attributeRequired: (name: string) =>
    `Attributes did not conform to the schema: ${name}: The attribute is required`,
  attributesUnknown: (names: readonly string[]) =>
    `Invalid user attributes: ${names.map((name) => `user.${name}: Attribute does not exist in the schema.\n`).join("")}`,
  attemptLimitExceeded: "Attempt limit exceeded, please try after some time.",
  attributeTypeMissing:
    "Invalid AttributeDataType input, consider using the provided AttributeDataType enum.",
  authFlowsMixed:
    "Legacy ExplicitAuthFlows cannot be used together with ExplicitAuthFlows that begin with ALLOW_.",
  authMethodNotSupported: "Initiate Auth method not supported.",
  cannotConfirm: (status: string) => `User cannot be confirmed. Current status is ${status}`,
  claimFromSub: "The attribute sub is in every token as the claim sub.",
  claimReserved: (claim: string) => `The claim name ${claim} is reserved or cannot be used.`,
  claimUnreadable: (attribute: string) => `The client has no read access to the attribute ${attribute}.`,
  clientAttributesInvalid: (kind: "read" | "write") =>
    `Invalid ${kind} attributes specified while creating a client`,
  clientIsPublic: "The client was created without a secret and cannot get one.",
  clientNotFound: (id: ClientId | string) => `User pool client ${id} does not exist.`,
  clientSecretWrong: "Unable to verify the client secret",
  customAttributeRequired: "Required custom attributes are not supported currently.",
  defaultRedirectUnlisted: "The default redirect URI must be in the list of callback URLs.",
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
  lastAccessKey: "The last access key of scope ALL cannot be deleted.",
  lastSecret: "The last secret of a client cannot be deleted.",
  machineFlowWithOthers: "client_credentials flow can not be selected along with code flow or implicit flow.",
  machineFlowWithoutSecret:
    "client_credentials flow can not be selected if client does not have a client secret.",
  mfaFactorMissing:
    "At least one of [SmsMfaConfiguration] or [SoftwareTokenMfaConfiguration] must be provided.",
  mfaNeedsSms:
    "SMS configuration and Auto verification for phone_number are required when MFA is required/optional",
  mfaOffWithFactor: "Invalid MFA configuration given, can't turn off MFA and configure an MFA together.",
  machineWithoutScopes: "The client has no scope of a resource server",
  missingParameter: (name: string) => `Missing required parameter ${name}`,
  noRecoveryContact:
    "Cannot reset password for the user as there is no registered/verified email or phone_number",
  notBuilt: (what: string) => `${what} is not supported by this version of Poolhouse.`,
  oauthFlowsAndScopes:
    "AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.",
  paginationTokenInvalid: "Invalid pagination token given.",
  passwordAttemptsExceeded: "Password attempts exceeded",
  passwordCannotBeReset: "User password cannot be reset in the current state.",
  passwordFactorMissing: "AllowedFirstAuthFactors must contain PASSWORD.",
  passwordMisfit: (problem: string) => `Password did not conform with policy: ${problem}`,
  passwordResetRequired: "Password reset required for the user",
  phoneNumberInvalid: "Invalid phone number format.",
  phoneNumberNeededToVerify: "Phone Number is required to verify/un-verify a phone number",
  poolHasDomain: "User pool cannot be deleted. It has a domain configured that should be deleted first.",
  poolNotFound: (id: PoolId | string) => `User pool ${id} does not exist.`,
  poolProtected:
    "The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.",
  providerNotFound: (name: string, id: PoolId) => `The provider ${name} does not exist for User Pool ${id}.`,
  redirectUri: {
    malformed: (uri: string) => `${uri} is not a valid URL.`,
    fragment: (uri: string) => `${uri} cannot contain a fragment.`,
    http: (uri: string) => `${uri} cannot use the HTTP protocol.`,
    scheme: (uri: string) => `${uri} cannot use that scheme.`,
  },
  refreshOutlived: "Refresh token validity must not be less than access token or ID token validity.",
  requestUnknown: (requestId: string) => `Nothing is known about the request ${requestId}.`,
  resendNotPossible: (username: string) =>
    `Resend not possible. ${username} status is not FORCE_CHANGE_PASSWORD`,
  refreshTokenExpired: "Refresh Token has expired",
  refreshTokenInvalid: "Invalid Refresh Token",
  refreshTokenReused: "Refresh Token has been used already",
  refreshTokenRevoked: "Refresh Token has been revoked",
  resourceServerExists: (identifier: string, id: PoolId) =>
    `${identifier} already exists in user pool ${id}.`,
  resourceServerNotFound: (identifier: string) => `Resource server ${identifier} does not exist.`,
  resourceServerReserved: (identifier: string) => `The identifier ${identifier} is reserved.`,
  revocationOff: "Token revocation is not enabled for this client",
  rotationWithRefreshFlow: "ALLOW_REFRESH_TOKEN_AUTH cannot be enabled together with refresh token rotation.",
  scopeInvalid: (scope: string) => `Invalid scope requested: ${scope}`,
  scopeNotAllowed: (scope: string) => `The client may not use the scope ${scope}`,
  scopeTwice: (name: string) => `The scope ${name} is given more than once.`,
  secretExists: "The client has this secret already.",
  secretGivenAndGenerated: "Only one of ClientSecret or GenerateSecret can be given.",
  secretHashMissing: (id: ClientId | string) =>
    `Client ${id} is configured with secret but SECRET_HASH was not received`,
  secretHashWrong: (id: ClientId | string) => `Unable to verify secret hash for client ${id}`,
  secretNotFound: "Client secret does not exist.",
  sessionExpired: "Invalid session for the user, session is expired.",
  sessionInvalid: "Invalid session for the user.",
  sessionUsed: "Invalid session for the user, session can only be used once.",
  standardAttributeFixed: (name: string) =>
    `You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute ${name}`,
  tagReserved: "Tag keys that begin with aws: are reserved.",
  temporaryPasswordExpired: "Temporary password has expired and must be reset by an administrator.",
  tokenOfOtherClient: "The token was issued to another client",
  tokenValidityRange: "Invalid range for token validity.",
  tooManyAccessKeys: (most: number) => `There can be at most ${most} access keys.`,
  tooManyClaims: (most: number) => `A client can have at most ${most} claims of its own.`,
  tooManyCustomAttributes: (most: number) => `A user pool can have at most ${most} custom attributes.`,
  tooManyRequests: "Too many requests",
  tooManyResourceServers: (most: number) => `A user pool can have at most ${most} resource servers.`,
  tooManySecrets: (most: number) => `A client can have at most ${most} secrets.`,
  tooManyTags: (most: number) => `A user pool can have at most ${most} tags.`,
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
  verificationBeforeUpdate: "AttributesRequireVerificationBeforeUpdate must be among AutoVerifiedAttributes.",
} as const;
