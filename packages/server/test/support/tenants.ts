/** Two pools side by side: in each everything that a call can name, made when it is asked for. */
import {
  AddUserPoolClientSecretCommand,
  AdminAddUserToGroupCommand,
  AdminListUserAuthEventsCommand,
  AssociateSoftwareTokenCommand,
  CreateGroupCommand,
  CreateManagedLoginBrandingCommand,
  CreateResourceServerCommand,
  CreateTermsCommand,
  GetUserAttributeVerificationCodeCommand,
  SetUserPoolMfaConfigCommand,
  VerifySoftwareTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { createAuthenticator } from "./authenticator.ts";
import { onConfirmedDevice, onNewDevice } from "./devices.ts";
import { callHouse } from "./house.ts";
import { lastCode } from "./inbox.ts";
import { byEmail, bySms, byTotp, SmsConfiguration } from "./mfa.ts";
import { choose, enrol, origin, relyingPartyId, startRegistration } from "./passkeys.ts";
import { passwordClient, signIn } from "./people.ts";
import { createApi, createClient, createPerson, createPool, machineClient } from "./pool.ts";
import { forget } from "./recovery.ts";
import type { TestServer } from "./server.ts";
import { ofType, sessionsOf, track } from "./sessions.ts";
import { signUp } from "./sign-up.ts";
import type { Credentials } from "./signed-call.ts";
import { newDevice } from "./srp-client.ts";
import { totp } from "./totp.ts";
import { addressOf, everyFlow, phoneOf } from "./ways-in-house.ts";

export interface Tenant {
  readonly server: TestServer;
  readonly UserPoolId: string;
  readonly ClientId: string;
  readonly machine: { readonly clientId: string; readonly clientSecret: string };
  /** Of this pool alone. */
  readonly key: Credentials;
}

export async function createTenant(server: TestServer): Promise<Tenant> {
  const UserPoolId = await createPool(server, {
    AutoVerifiedAttributes: ["email"],
    DeviceConfiguration: { DeviceOnlyRememberedOnUserPrompt: false },
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "WEB_AUTHN"] } },
    SmsConfiguration,
    UserPoolTier: "PLUS",
    UserPoolAddOns: { AdvancedSecurityMode: "AUDIT" },
  });
  const WebAuthnConfiguration = { RelyingPartyId: relyingPartyId };
  const mfa = { ...byTotp, ...bySms, ...byEmail, WebAuthnConfiguration };
  await server.admin.send(
    new SetUserPoolMfaConfigCommand({ UserPoolId, MfaConfiguration: "OPTIONAL", ...mfa }),
  );
  await track(server, UserPoolId);
  await createApi(server, UserPoolId);
  // The service takes this flow; the SDK's list of flows has yet to learn it.
  const ExplicitAuthFlows = ["ALLOW_CLIENT_TOKEN_AUTH"] as never[];
  const { AccessKey } = await callHouse(server, "CreateAccessKey", { Scope: "POOL", UserPoolId });
  const { AccessKeyId, SecretAccessKey } = Object(AccessKey);
  return {
    server,
    UserPoolId,
    ClientId: await passwordClient(server, UserPoolId, { ExplicitAuthFlows: [...everyFlow] }),
    machine: await createClient(server, UserPoolId, { ...machineClient, ExplicitAuthFlows }),
    key: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey },
  };
}

/** Whatever a call can name that belongs to a tenant; each is made once for a name. */
export interface Things {
  readonly tenant: Tenant;
  readonly name: string;
  of<K extends Kind>(kind: K): Promise<string>;
}

export function thingsOf(tenant: Tenant, name: string): Things {
  const made = new Map<Kind, Promise<string>>();
  const things: Things = {
    tenant,
    name,
    of(kind) {
      const known = made.get(kind) ?? makers[kind](things);
      made.set(kind, known);
      return known;
    },
  };
  return things;
}

export type Kind =
  | "sub"
  | "signedIn"
  | "DeviceKey"
  | "AccessToken"
  | "RefreshToken"
  | "newDevice"
  | "unconfirmed"
  | "recoveryCode"
  | "addressCode"
  | "appCode"
  | "app"
  | "group"
  | "ownGroup"
  | "resourceServer"
  | "ownResourceServer"
  | "client"
  | "brandedClient"
  | "brandingId"
  | "clientWithTerms"
  | "termsId"
  | "secretId"
  | "machineSecret"
  | "credentialId"
  | "credential"
  | "sessionId"
  | "eventId"
  | "challengeSession";
type Maker = (things: Things) => Promise<string>;

const makers: Readonly<Record<Kind, Maker>> = {
  sub: async ({ tenant: { server, UserPoolId }, name }) => {
    const attributes = {
      email: addressOf(name),
      email_verified: "true",
      phone_number: phoneOf(name),
      phone_number_verified: "true",
      nickname: "old",
    };
    return (await createPerson(server, UserPoolId, name, attributes)).sub;
  },
  /** Signed in on a device that is confirmed: `DeviceKey AccessToken RefreshToken`. */
  signedIn: async ({ tenant, name, of }) => {
    await of("sub");
    const { device, tokens } = await onConfirmedDevice(tenant, name);
    return [device.DeviceKey, tokens.AccessToken, tokens.RefreshToken].join(" ");
  },
  DeviceKey: async ({ of }) => part(await of("signedIn"), 0),
  AccessToken: async ({ of }) => part(await of("signedIn"), 1),
  RefreshToken: async ({ of }) => part(await of("signedIn"), 2),
  /** JSON: a device that is not confirmed yet, its token, and what confirms it. */
  newDevice: async ({ tenant, name, of }) => {
    await of("sub");
    const { names, AccessToken } = await onNewDevice(tenant, name);
    const { DeviceSecretVerifierConfig } = newDevice(names);
    return JSON.stringify({ AccessToken, DeviceKey: names.DeviceKey, DeviceSecretVerifierConfig });
  },
  /** Somebody who has signed up, and the code. */
  unconfirmed: async ({ tenant: { server, ClientId }, name }) => {
    const email = addressOf(`${name}-new`);
    const { UserSub = "" } = await signUp(server, ClientId, `${name}-new`, { email });
    return `${UserSub} ${await lastCode(server, email)}`;
  },
  recoveryCode: async ({ tenant: { server, ClientId }, name, of }) => {
    await of("sub");
    await forget(server, ClientId, name);
    return lastCode(server, addressOf(name));
  },
  addressCode: async ({ tenant: { server }, name, of }) => {
    const AccessToken = await of("AccessToken");
    const command = { AccessToken, AttributeName: "email" };
    await server.admin.send(new GetUserAttributeVerificationCodeCommand(command));
    return lastCode(server, addressOf(name));
  },
  appCode: async ({ tenant: { server }, of }) => {
    const AccessToken = await of("AccessToken");
    const { SecretCode = "" } = await server.admin.send(new AssociateSoftwareTokenCommand({ AccessToken }));
    return totp(SecretCode, server.clock.now());
  },
  /** Confirmed. */
  app: async ({ tenant: { server }, of }) => {
    const [AccessToken, UserCode] = [await of("AccessToken"), await of("appCode")];
    await server.admin.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode }));
    return UserCode;
  },
  group: async ({ tenant: { server, UserPoolId }, name, of }) => {
    await of("sub");
    const group = { UserPoolId, GroupName: `group-${name}` };
    await server.admin.send(new CreateGroupCommand(group));
    await server.admin.send(new AdminAddUserToGroupCommand({ ...group, Username: name }));
    return group.GroupName;
  },
  /** A name that the other tenant does not have. */
  ownGroup: async ({ tenant: { server, UserPoolId }, name }) => {
    const GroupName = `only-${name}`;
    await server.admin.send(new CreateGroupCommand({ UserPoolId, GroupName }));
    return GroupName;
  },
  resourceServer: ({ tenant, name }) => createResourceServer(tenant, `server-${name}`),
  /** An identifier that the other tenant does not have. */
  ownResourceServer: ({ tenant, name }) => createResourceServer(tenant, `only-${name}`),
  client: async ({ tenant: { server, UserPoolId } }) => {
    const { clientId } = await createClient(server, UserPoolId, { GenerateSecret: true });
    return clientId;
  },
  /** The app, which has a branding by then. */
  brandedClient: async ({ of }) => {
    await of("brandingId");
    return of("client");
  },
  brandingId: async ({ tenant: { server, UserPoolId }, of }) => {
    const input = { UserPoolId, ClientId: await of("client"), UseCognitoProvidedValues: true };
    const { ManagedLoginBranding } = await server.admin.send(new CreateManagedLoginBrandingCommand(input));
    return ManagedLoginBranding?.ManagedLoginBrandingId ?? "";
  },
  clientWithTerms: async ({ of }) => {
    await of("termsId");
    return of("client");
  },
  termsId: async ({ tenant: { server, UserPoolId }, of }) => {
    const { Terms } = await server.admin.send(
      new CreateTermsCommand({
        UserPoolId,
        ClientId: await of("client"),
        TermsName: "terms-of-use",
        TermsSource: "LINK",
        Enforcement: "NONE",
        Links: { "cognito:default": "https://example.com/terms" },
      }),
    );
    return Terms?.TermsId ?? "";
  },
  secretId: async ({ tenant: { server, UserPoolId }, of }) => {
    const ClientId = await of("client");
    const added = await server.admin.send(new AddUserPoolClientSecretCommand({ UserPoolId, ClientId }));
    return added.ClientSecretDescriptor?.ClientSecretId ?? "";
  },
  machineSecret: async ({ tenant: { machine } }) => machine.clientSecret,
  credentialId: async ({ tenant, of }) =>
    enrol(tenant, { AccessToken: await of("AccessToken") }, createAuthenticator({ origin })),
  /** JSON. */
  credential: async ({ tenant, of }) => {
    const options = await startRegistration(tenant, await of("AccessToken"));
    return JSON.stringify(createAuthenticator({ origin }).register(options));
  },
  sessionId: async ({ tenant: { server, UserPoolId, ClientId }, name, of }) => {
    await of("signedIn");
    server.advance(1);
    await signIn(server, ClientId, name);
    const sessions = ofType(await sessionsOf(server, UserPoolId, name), "TOKEN");
    return sessions[0]?.SessionId ?? "";
  },
  eventId: async ({ tenant: { server, UserPoolId }, name: Username, of }) => {
    await of("signedIn");
    const list = new AdminListUserAuthEventsCommand({ UserPoolId, Username });
    return (await server.admin.send(list)).AuthEvents?.[0]?.EventId ?? "";
  },
  challengeSession: async ({ tenant, name, of }) => {
    await of("sub");
    return (await choose(tenant, name, { PREFERRED_CHALLENGE: "PASSWORD" })).Session ?? "";
  },
};

async function createResourceServer({ server, UserPoolId }: Tenant, Identifier: string): Promise<string> {
  await server.admin.send(new CreateResourceServerCommand({ UserPoolId, Identifier, Name: "Server" }));
  return Identifier;
}

function part(joined: string, index: number): string {
  return joined.split(" ")[index] ?? "";
}
