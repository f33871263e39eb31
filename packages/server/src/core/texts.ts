/**
 * The messages of refusals: the real service's, which clients and apps compare, or our own where it has none or it is
 * not known. One entry per message.
 */
import type { ClientId, PoolId } from "./ids.ts";

export const texts = {
  accessKeyDeletesItself: "An access key cannot delete itself.",
  accessKeyNotFound: (id: string) => `Access key ${id} does not exist.`,
  accessKeyPoolMissing: "A key of scope POOL needs a UserPoolId.",
  accessKeyPoolUnwanted: "Only a key of scope POOL has a UserPoolId.",
  accessTokenExpired: "Access Token has expired",
  accessTokenInvalid: "Invalid Access Token",
  accessTokenLacksScopes: "Access Token does not have required scopes",
  accessTokenOrSession: "Exactly one of AccessToken and Session must be given.",
  signInTooOld: "Sign in again to change how you sign in.",
  accessTokenRevoked: "Access Token has been revoked",
  accountNotFound: "Username/client id combination not found.",
  addressMissing: (attribute: string) => `The user has no ${attribute} to verify.`,
  addressNotChangeableYet: (attribute: string) =>
    `The attribute ${attribute} can be changed only after signing in: its new value must be verified first.`,
  adminOnlyWithOthers:
    "Account Recovery Setting cannot use admin_only setting with any other recovery mechanisms.",
  addOnNotEnabled: "User pool add-ons are not enabled.",
  aliasExists: (attribute: string) => `An account with the ${attribute} already exists.`,
  aliasOrUsernameAttributes:
    "Only one of the aliasAttributes or usernameAttributes can be set in a user pool.",
  arnInvalid: (arn: string) => `Invalid ARN: ${arn}`,
  assetInvalid: (category: string, extension: string) =>
    `The asset ${category} is not a picture of the kind ${extension} that can be used for it.`,
  assetTwice: (category: string, mode: string) =>
    `The asset ${category} is given more than once for ${mode}.`,
  attributeCannotChange: (name: string) => `user.${name}: Attribute cannot be updated.\n`,
  attributeCannotGo: (name: string) => `user.${name}: Required attribute cannot be deleted.\n`,
  attributeConstraintsInvalid: (name: string) => `Invalid constraints for the attribute ${name}.`,
  attributeLengthsReversed: (name: string) =>
    `Attribute ${name} cannot have a max length shorter than it's min length`,
  attributeValuesReversed: (name: string) =>
    `Attribute ${name} cannot have a max value smaller than it's min value`,
  attributeExists: (name: string) => `${name}: Existing attribute already has name ${name}.`,
  attributeMisfit: (name: string, problem: string) =>
    `Attributes did not conform to the schema: ${name}: ${problem}`,
  attributeNotMutable: (name: string) => `Cannot modify the non-mutable attribute ${name}`,
  attributeProvided: (name: string) => `Cannot modify an already provided ${name}`,
  attributeRequired: (name: string) =>
    `Attributes did not conform to the schema: ${name}: The attribute is required`,
  attributeNotVerifiable: (name: string) => `${name} is not an attribute that can be verified.`,
  attributesUnknown: (names: readonly string[]) =>
    `Invalid user attributes: ${names.map((name) => `user.${name}: Attribute does not exist in the schema.\n`).join("")}`,
  attemptLimitExceeded: "Attempt limit exceeded, please try after some time.",
  attributeTypeMissing:
    "Invalid AttributeDataType input, consider using the provided AttributeDataType enum.",
  autoVerificationOff: "Cannot resend codes. Auto verification not turned on.",
  authEventNotFound: "Event does not exist.",
  authFlowsMixed:
    "Legacy ExplicitAuthFlows cannot be used together with ExplicitAuthFlows that begin with ALLOW_.",
  authMethodNotSupported: "Initiate Auth method not supported.",
  brandingExists: "A managed login branding already exists for the app client.",
  brandingGivenTwice: "Settings and Assets cannot be given when UseCognitoProvidedValues is true.",
  brandingNotFound: "Managed login branding does not exist.",
  brandingSettingInvalid: (path: string) => `Invalid value in Settings: ${path}`,
  callbackUrlsMissing: "CallbackUrls can not be empty when code flow or implicit flow is selected",
  cannotConfirm: (status: string) => `User cannot be confirmed. Current status is ${status}`,
  challengeNotAsked: (challenge: string) => `${challenge} is not a challenge that was asked.`,
  challengeNotCustom: (challenge: string) =>
    `DefineAuthChallenge chose ${challenge}, which only the server itself may ask.`,
  challengeTooLarge: "The challenge's private parameters and metadata are too large for a session.",
  claimFromSub: "The attribute sub is in every token as the claim sub.",
  claimReserved: (claim: string) => `The claim name ${claim} is reserved or cannot be used.`,
  claimUnreadable: (attribute: string) => `The client has no read access to the attribute ${attribute}.`,
  clientAttributesInvalid: (kind: "read" | "write", doing: "creating" | "updating") =>
    `Invalid ${kind} attributes specified while ${doing} a client`,
  clientIsPublic: "The client was created without a secret and cannot get one.",
  clientNotFound: (id: ClientId | string) => `User pool client ${id} does not exist.`,
  clientSecretWrong: "Unable to verify the client secret",
  codeExpired: "Invalid code provided, please request a code again.",
  codeMismatch: "Invalid verification code provided, please try again.",
  credentialUnreadable: "CREDENTIAL is not the JSON of a WebAuthn credential.",
  cssInvalid: (problem: string) => `Invalid CSS: ${problem}.`,
  customAttributeRequired: "Required custom attributes are not supported currently.",
  customAuthNotConfigured: "Custom auth lambda trigger is not configured for the user pool.",
  customMessageWithoutCode: "CustomMessage invocation returned a message without a place for the code.",
  defaultRedirectUnlisted: (uri: string) =>
    `The default redirect URI ${uri} is not in the callback URIs list.`,
  deviceExists: "The device is confirmed already.",
  deviceKeyInvalid: "Invalid device key given.",
  deviceNotFound: "Device does not exist.",
  devicesNotTracked: "The user pool does not track devices.",
  deviceVerifierInvalid: (member: "PasswordVerifier" | "Salt") =>
    `${member} is not a number of SRP in base64.`,
  emailInvalid: "Invalid email address format.",
  emailNeededToVerify: "Email is required to verify/un-verify an email",
  featureAboveTier: (feature: string, tier: string) =>
    `The following features need to be disabled for the ${tier} pricing tier configured: ${feature}`,
  featureNotInTier: (feature: string, tier: string) => `${feature} is not available in the ${tier} tier.`,
  feedbackTokenInvalid: "Invalid feedback token.",
  filterAttributeUnknown: (name: string) => `Invalid search attribute: ${name}`,
  filterUnreadable: "Error while parsing filter",
  firstFactorsUnderMfa:
    "Only PASSWORD and WEB_AUTHN (if configured) can be enabled as an auth factor if MFA is enabled",
  flowNotEnabled: (flow: string) =>
    flow === "USER_PASSWORD_AUTH" || flow.startsWith("ADMIN_") || flow.startsWith("REFRESH_")
      ? `${flow} flow not enabled for this client`
      : `${flow} is not enabled for the client.`,
  givenAliasExists: (attribute: string) => `An account with the given ${attribute} already exists.`,
  groupExists: "A group with the name already exists.",
  groupNotFound: "Group not found.",
  groupsPerUserExceeded: "A user can be in no more than 100 groups.",
  imageKindInvalid: "The image must be a PNG or JPEG file.",
  imageTooLarge: "The image must not be larger than 100 KB.",
  incorrectUsernameOrPassword: "Incorrect username or password.",
  invitationUndeliverable: (media: readonly string[]) =>
    `The user has no address for the invitation. Desired delivery mediums: ${media.join(", ")}`,
  lambdaNotRun: (trigger: string, cause: "unreachable" | "timedOut") =>
    `${trigger} invocation failed due to error ${cause === "timedOut" ? "Socket timeout while invoking Lambda function" : "ServiceUnavailableException"}.`,
  idleLongerThanSession:
    "IdleMinutes must not be more than MaxMinutes: the session would end before it is idle.",
  lambdaOutputInvalid: "Unrecognizable lambda output",
  lambdaThrew: (trigger: string, text: string) =>
    `${trigger} failed with error ${text}${text.endsWith(".") ? "" : "."}`,
  lastAccessKey: "The last access key of scope ALL cannot be deleted.",
  lastSecret: "The last secret of a client cannot be deleted.",
  machineFlowWithOthers: "client_credentials flow can not be selected along with code flow or implicit flow.",
  machineFlowWithoutSecret:
    "client_credentials flow can not be selected if client does not have a client secret.",
  mfaChoiceInvalid: (given: string) => `${given} is not one of the MFA methods of the user.`,
  mfaFactorMissing:
    "At least one of [SmsMfaConfiguration] or [SoftwareTokenMfaConfiguration] must be provided.",
  mfaNeedsSms:
    "SMS configuration and Auto verification for phone_number are required when MFA is required/optional",
  mfaNotConfigured: (kind: string) => `User does not have delivery config set to turn on ${kind}`,
  mfaNotOffered: (kind: string) => `${kind} is not enabled for the user pool.`,
  mfaOffWithFactor: "Invalid MFA configuration given, can't turn off MFA and configure an MFA together.",
  machineWithoutScopes: "The client has no scope of a resource server",
  mfaOptionInvalid: "MFAOptions can name phone_number by SMS only.",
  mfaPreferredOff: (kind: string) => `${kind} cannot be preferred while it is not enabled.`,
  mfaPreferredTwice: "Only one MFA method can be preferred.",
  missingParameter: (name: string) => `Missing required parameter ${name}`,
  noRecoveryContact:
    "Cannot reset password for the user as there is no registered/verified email or phone_number",
  notAFirstFactor: (factor: string) => `${factor} cannot be used as a first authentication factor.`,
  notBuilt: (what: string) => `${what} is not supported by this version of Poolhouse.`,
  oauthFlowsAndScopes:
    "AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.",
  ownSession: "The session is the caller's own: sign out to end it.",
  paginationTokenInvalid: "Invalid pagination token given.",
  lastSecondFactor: "The user pool demands a second factor, and this is the last one.",
  lastWayIn: "Without this there would be no way to sign in.",
  passkeyChallengeNotFound: "The challenge of the passkey registration has expired or was used.",
  passkeyClientMismatch: "The access token is for another client than the one that started the registration.",
  passkeyExists: "The passkey is registered already.",
  passkeyNotFound: "Passkey does not exist.",
  passkeyNotSupported: "The passkey is of a kind that is not supported.",
  passkeyOfOtherRelyingParty: "The passkey is for another relying party than the user pool's.",
  passkeyOriginNotAllowed: "The origin of the passkey does not belong to the user pool's relying party.",
  passkeysNotEnabled: "WebAuthn is not enabled for the user pool or the client.",
  passkeyUnderMfa:
    "WEB_AUTHN cannot be used as an auth factor when MFA is enabled if not configured for MFA.",
  passkeyUnreadable: "Credential is not the answer to a passkey registration.",
  passkeyUserNotVerified: "The authenticator did not verify its user.",
  passwordAttemptsExceeded: "Password attempts exceeded",
  passwordCannotBeReset: "User password cannot be reset in the current state.",
  passwordUsedBefore: "Password has been used before. Choose one that is not among your previous passwords.",
  passwordFactorMissing: "Password should be configured as one of the allowed first auth factors.",
  passwordMisfit: (problem: string) => `Password did not conform with policy: ${problem}`,
  passwordResetRequired: "Password reset required for the user",
  phoneNumberInvalid: "Invalid phone number format.",
  phoneNumberNeededToVerify: "Phone Number is required to verify/un-verify a phone number",
  preferredUsernameTooSoon:
    "preferred_username is an alias in this user pool and can be set once the user is confirmed.",
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
  relyingPartyMissing: "The user pool has no relying party ID for passkeys.",
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
  senderKeyMissing:
    "CustomEmailSender and CustomSMSSender need the server's setting POOLHOUSE_CUSTOM_SENDER_KEY: codes are encrypted under it.",
  sessionExpired: "Invalid session for the user, session is expired.",
  sessionInvalid: "Invalid session for the user.",
  sessionsNotTracked: "Session tracking is not enabled for the user pool.",
  sessionUsed: "Invalid session for the user, session can only be used once.",
  softwareTokenMismatch: "Code mismatch",
  softwareTokenNotOffered: "Software Token MFA has not been enabled by the userPool",
  softwareTokenNotSetUp: "User has not set up software token mfa",
  softwareTokenUsed: "Your software token has already been used once.",
  softwareTokenWrong: "Invalid code received for user",
  signUpNotPermitted: "SignUp is not permitted for this user pool",
  srpPublicInvalid: "SRP_A is not a number of the group.",
  srpTimestampInvalid: "TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.",
  standardAttributeFixed: (name: string) =>
    `You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute ${name}`,
  tagReserved: "Tag keys that begin with aws: are reserved.",
  temporaryPasswordExpired: "Temporary password has expired and must be reset by an administrator.",
  termsDefaultMissing: "Links must contain cognito:default.",
  termsExist: (name: string) => `${name} already exists for the app client.`,
  termsLinkInvalid: (link: string) => `${link} is not an https URL.`,
  termsNotFound: "Terms do not exist.",
  tokenOfOtherClient: "The token was issued to another client",
  tokenTriggerTier: "PreTokenGenerationConfig of V2_0 and V3_0 is not available in the tier LITE.",
  tokenTriggersDiffer: "PreTokenGeneration and PreTokenGenerationConfig must name the same function.",
  tokenValidityRange: "Invalid range for token validity.",
  tooManyBrandings: (most: number) => `A user pool can have at most ${most} managed login brandings.`,
  tooManyAccessKeys: (most: number) => `There can be at most ${most} access keys.`,
  tooManyClaims: (most: number) => `A client can have at most ${most} claims of its own.`,
  tooManyCodesSent: "Too many codes were sent that nobody used. Try again later.",
  tooManyCustomAttributes: (most: number) => `A user pool can have at most ${most} custom attributes.`,
  tooManyPasskeys: (most: number) => `A user can have at most ${most} passkeys.`,
  tooManyRequests: "Too many requests",
  tooManyResourceServers: (most: number) => `A user pool can have at most ${most} resource servers.`,
  tooManySecrets: (most: number) => `A client can have at most ${most} secrets.`,
  tooManyTerms: (most: number) => `A user pool can have at most ${most} terms documents.`,
  tooManyTags: (most: number) => `A user pool can have at most ${most} tags.`,
  triggerTargetKind: (arn: string) => `The target of ${arn} must be either a Webhook or a Lambda.`,
  triggerTargetTwice: "An ARN can have one target only.",
  triggerUrlInvalid: "A target's address must be an https URL; plain http is for loopback hosts only.",
  triggerUrlOfMachine: "A target on the server's own machine can be set by an access key of scope ALL only.",
  unauthorizedAttribute: "A client attempted to write unauthorized attribute",
  unusedAccountValidityDays:
    "Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays",
  unsupportedTokenType: "Only refresh tokens can be revoked",
  userAlreadyConfirmed: "User is already confirmed.",
  userDisabled: "User is disabled.",
  userNotConfirmed: "User is not confirmed.",
  userNotFound: "User does not exist.",
  usernameExists: "User already exists",
  userSessionNotFound: "Session does not exist.",
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
  verificationBeforeUpdate:
    "All attributes in AttributesRequireVerificationBeforeUpdate must exist in AutoVerifiedAttributes",
} as const;
