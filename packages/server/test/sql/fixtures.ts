/** One of everything that is stored, each with distinct values, so that a swapped column shows. */
import type { Client } from "../../src/core/clients/client.ts";
import type { Device } from "../../src/core/devices/device.ts";
import type { AuthEvent } from "../../src/core/events/auth-event.ts";
import type { Event } from "../../src/core/events/event.ts";
import type { Group } from "../../src/core/groups/group.ts";
import { clientId, deviceKey, familyId, poolId, sub } from "../../src/core/ids.ts";
import type { Message } from "../../src/core/messages/message.ts";
import type { Passkey } from "../../src/core/passkeys/passkey.ts";
import type { Pool } from "../../src/core/pools/pool.ts";
import type { AuthorizationCode } from "../../src/core/sign-in/authorization-code.ts";
import type { BrowserSession } from "../../src/core/sign-in/browser-session.ts";
import type { Flow } from "../../src/core/sign-in/flow.ts";
import type { VerificationCode } from "../../src/core/sign-in/verification-code.ts";
import type { Family } from "../../src/core/tokens/family.ts";
import type { SigningKey } from "../../src/core/tokens/signing-key.ts";
import type { User } from "../../src/core/users/user.ts";

export const house = poolId("us-east-1_aaaaaaaaa");
export const neighbour = poolId("us-east-1_bbbbbbbbb");
export const ada = sub("11111111-aaaa");
export const ben = sub("22222222-bbbb");

export function aPool(change: Partial<Pool> = {}): Pool {
  return {
    poolId: house,
    settings: { Name: "House", Policies: { PasswordPolicy: { MinimumLength: 12 } } },
    mfa: { MfaConfiguration: "OPTIONAL" },
    hasEternalIdTokens: true,
    sessions: { isTracking: true, mostPerUser: 3 },
    risk: { "": { modifiedAt: 4 }, [clientId("client1")]: { modifiedAt: 5 } },
    triggerTargets: [
      { arn: "arn:hook", kind: "webhook", url: "https://hook.example", sealedSecret: "sealed" },
    ],
    unfinishedAccountDays: 7,
    createdAt: 1,
    modifiedAt: 2,
    ...change,
  };
}

export function aClient(change: Partial<Client> = {}): Client {
  return {
    poolId: house,
    clientId: clientId("client1"),
    settings: { ClientName: "Web", CallbackURLs: ["https://app.example/callback"] },
    tokenOptions: { claimMap: { UAID: "custom:UAID" }, idTokenNoExpiration: true },
    ssoMinutes: 45,
    secrets: [{ secretId: "secret1", sealedSecret: "sealed", createdAt: 3 }],
    createdAt: 1,
    modifiedAt: 2,
    ...change,
  };
}

export function aUser(change: Partial<User> = {}): User {
  return {
    poolId: house,
    sub: ada,
    username: "Ada",
    status: "CONFIRMED",
    isEnabled: true,
    attributes: { email: "Ada@example.com", "custom:UAID": "u-1" },
    passwordHash: "hash",
    sealedSrp: "sealed verifier",
    passwordHistory: ["newer hash", "older hash"],
    mfa: { enabled: ["SMS_MFA", "SOFTWARE_TOKEN_MFA"], preferred: "SOFTWARE_TOKEN_MFA" },
    temporaryPasswordExpiresAt: 5,
    createdAt: 1_800_000_000_000,
    modifiedAt: 1_800_000_000_001,
    ...change,
  };
}

export function aGroup(change: Partial<Group> = {}): Group {
  return {
    poolId: house,
    name: "admins",
    description: "The few",
    roleArn: "arn:aws:iam::000000000000:role/few",
    precedence: 0,
    createdAt: 1,
    modifiedAt: 2,
    ...change,
  };
}

export function aFamily(change: Partial<Family> = {}): Family {
  return {
    poolId: house,
    sub: ada,
    familyId: familyId("family1"),
    clientId: clientId("client1"),
    generation: 0,
    rotatedAt: undefined,
    scopes: ["openid", "email"],
    isHosted: true,
    authenticatedAt: 1,
    deviceKey: deviceKey("us-east-1_device1"),
    sessionId: "tkn1",
    originSessionId: "sso1",
    lastUsedAt: 3,
    ipAddress: "192.0.2.1",
    createdAt: 2,
    expiresAt: 1000,
    endedAt: undefined,
    endReason: undefined,
    ...change,
  };
}

export function aSigningKey(change: Partial<SigningKey> = {}): SigningKey {
  return {
    poolId: house,
    keyId: "key1",
    publicJwk: { kty: "RSA", kid: "key1", alg: "RS256", use: "sig", n: "n", e: "AQAB" },
    sealedPrivateKey: "sealed",
    tokenUse: "access",
    createdAt: 1,
    activeFrom: 2,
    ...change,
  };
}

export function aCode(change: Partial<AuthorizationCode> = {}): AuthorizationCode {
  return {
    poolId: house,
    codeHash: "code1",
    clientId: clientId("client1"),
    sub: ada,
    familyId: familyId("family1"),
    redirectUri: "https://app.example/callback",
    scopes: ["openid"],
    nonce: "nonce",
    codeChallenge: "challenge",
    authenticatedAt: 1,
    eventId: "event1",
    originSessionId: "sso1",
    expiresAt: 300_000,
    ...change,
  };
}

export function aFlow(change: Partial<Flow> = {}): Flow {
  return {
    poolId: house,
    flowId: "flow1",
    browserHash: "browser",
    clientId: clientId("client1"),
    state: '{"step":"signIn"}',
    version: 1,
    expiresAt: 100,
    ...change,
  };
}

export function aSession(change: Partial<BrowserSession> = {}): BrowserSession {
  return {
    poolId: house,
    sessionHash: "session1",
    sub: ada,
    sessionId: "sso1",
    ipAddress: "192.0.2.1",
    browser: "Firefox, Linux",
    authenticatedAt: 1,
    lastUsedAt: 1,
    expiresAt: 100,
    ...change,
  };
}

export function aVerificationCode(change: Partial<VerificationCode> = {}): VerificationCode {
  return {
    poolId: house,
    sub: ada,
    purpose: "verify:email",
    codeHash: "hash",
    sealedAddress: "sealed",
    expiresAt: 100,
    ...change,
  };
}

export function aDevice(change: Partial<Device> = {}): Device {
  return {
    poolId: house,
    sub: ada,
    deviceKey: deviceKey("us-east-1_device1"),
    groupKey: "-group",
    name: "Telephone",
    sealedVerifier: "sealed",
    waitingSession: "session",
    isRemembered: true,
    lastIpAddress: "192.0.2.1",
    createdAt: 1,
    modifiedAt: 2,
    lastAuthenticatedAt: 3,
    ...change,
  };
}

export function aPasskey(change: Partial<Passkey> = {}): Passkey {
  return {
    poolId: house,
    sub: ada,
    credentialId: "credential1",
    relyingPartyId: "app.example",
    publicKey: "key",
    counter: 7,
    aaguid: "00000000-0000-0000-0000-000000000000",
    friendlyName: "Laptop",
    attachment: "platform",
    transports: ["internal", "hybrid"],
    isBackedUp: true,
    createdAt: 1,
    lastUsedAt: 2,
    ...change,
  };
}

export function anAuthEvent(change: Partial<AuthEvent> = {}): AuthEvent {
  return {
    poolId: house,
    sub: ada,
    eventId: "event1",
    type: "SignIn",
    response: "Pass",
    challenges: [{ ChallengeName: "Password", ChallengeResponse: "Success" }],
    ipAddress: "192.0.2.1",
    deviceName: "Chrome 126, Linux",
    feedback: { FeedbackValue: "Valid", Provider: "Admin", FeedbackDate: 9 },
    at: 10,
    ...change,
  };
}

export function aMessage(change: Partial<Message> = {}): Message {
  return {
    poolId: house,
    messageId: "message1",
    medium: "EMAIL",
    to: "ada@example.com",
    subject: "Your code",
    sealedBody: "sealed",
    createdAt: 1,
    dueAt: 2,
    attempts: 0,
    sentAt: undefined,
    failedAt: undefined,
    ...change,
  };
}

export function anEvent(change: Partial<Event> = {}): Event {
  return {
    poolId: house,
    requestId: "request1",
    at: 10,
    door: "/oauth2/token",
    cause: "codeAlreadyUsed",
    error: "invalid_grant",
    detail: { client: "client1" },
    ...change,
  };
}
