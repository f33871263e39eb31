/** A good input of every operation, in which each thing of a tenant can be another tenant's: built from the model's members. */
import { type AnyOperationName, anyOperations } from "../../src/model/any-operation.ts";
import { constraints } from "../../src/model/constraints.ts";
import { poolhouseConstraints } from "../../src/model/poolhouse.ts";
import { password } from "./pool.ts";
import type { Kind, Tenant, Things } from "./tenants.ts";

export interface Cast {
  /** Where the call is made, and whose it is. */
  readonly place: Things;
  /** Whose this thing is: the place's own, or a stranger's. */
  readonly owner: (member: string) => Things;
}

type Value = (cast: Cast) => unknown;
type Input = Readonly<Record<string, Value>>;

/** By member of the input, whichever the operation; what is not named here and not required is left out. */
const members: Input = {
  UserPoolId: ({ place }) => place.tenant.UserPoolId,
  ResourceArn: ({ place }) => arnOf(place.tenant),
  AccessToken: ({ place }) => place.of("AccessToken"),
  AttributeName: () => "email",
  AuthFlow: () => "USER_PASSWORD_AUTH",
  AuthParameters: async (cast) => ({ USERNAME: await username(cast), PASSWORD: password }),
  ChallengeName: () => "PASSWORD",
  ChallengeResponses: async (cast) => ({ USERNAME: await username(cast), PASSWORD: password }),
  ClientName: () => "app",
  ClientSecretId: thing("ClientSecretId", "secretId"),
  Code: thing("Code", "addressCode"),
  Credential: async ({ owner }) => JSON.parse(await owner("Credential").of("credential")),
  CredentialId: thing("CredentialId", "credentialId"),
  CustomAttributes: () => [{ Name: "shoe", AttributeDataType: "String" }],
  DeviceKey: thing("DeviceKey", "DeviceKey"),
  DeviceRememberedStatus: () => "not_remembered",
  EventId: thing("EventId", "eventId"),
  FeedbackToken: () => "made-up",
  FeedbackValue: () => "Valid",
  GroupName: (cast) => named(cast, "GroupName", "group", "ownGroup"),
  Identifier: (cast) => named(cast, "Identifier", "resourceServer", "ownResourceServer"),
  Links: () => ({ "cognito:default": "https://example.com/terms" }),
  ManagedLoginBrandingId: thing("ManagedLoginBrandingId", "brandingId"),
  MaxAgeMinutes: () => 7,
  MaxResults: () => 1,
  MFAOptions: () => [{ DeliveryMedium: "SMS", AttributeName: "phone_number" }],
  Name: () => "renamed",
  Password: () => "Another-Horse-8",
  RemoveAfterDays: () => 7,
  PoolName: () => "another",
  PreviousPassword: () => password,
  ProposedPassword: () => "Another-Horse-8",
  RefreshToken: thing("RefreshToken", "RefreshToken"),
  SessionId: thing("SessionId", "sessionId"),
  SoftwareTokenMfaSettings: () => ({ Enabled: false }),
  SSOSession: () => ({ MaxValidityMinutes: 7 }),
  Enforcement: () => "NONE",
  TagKeys: () => ["team"],
  Tags: () => ({ team: "doors" }),
  Targets: () => [],
  TermsId: thing("TermsId", "termsId"),
  TermsName: () => "terms-of-use",
  TermsSource: () => "LINK",
  Token: thing("Token", "RefreshToken"),
  TokenSession: () => ({ MaxPerUser: 3 }),
  UserAttributeNames: () => ["nickname"],
  UserAttributes: () => [{ Name: "nickname", Value: "new" }],
  UserCode: thing("UserCode", "appCode"),
  Username: username,
  UserSessionTracking: () => "DISABLED",
};

/** The members of these mean something else. */
const own: Partial<Record<AnyOperationName, Input>> = {
  AdminConfirmSignUp: { Username: newcomer },
  AdminCreateUser: { Username: ({ place }) => `${place.name}-made`, MessageAction: () => "SUPPRESS" },
  AdminDeleteSoftwareToken: {
    Username: async (cast) => {
      await cast.owner("Username").of("app");
      return username(cast);
    },
  },
  AdminInitiateAuth: { AuthFlow: () => "ADMIN_USER_PASSWORD_AUTH" },
  AdminRespondToAuthChallenge: { Session: thing("Session", "challengeSession") },
  ConfirmDevice: {
    AccessToken: async ({ place }) => JSON.parse(await place.of("newDevice")).AccessToken,
    DeviceKey: async ({ owner }) => JSON.parse(await owner("DeviceKey").of("newDevice")).DeviceKey,
    DeviceSecretVerifierConfig: async ({ place }) =>
      JSON.parse(await place.of("newDevice")).DeviceSecretVerifierConfig,
  },
  ConfirmForgotPassword: { ConfirmationCode: thing("ConfirmationCode", "recoveryCode") },
  ConfirmSignUp: {
    Username: newcomer,
    ConfirmationCode: async ({ owner }) => (await owner("ConfirmationCode").of("unconfirmed")).split(" ")[1],
  },
  CreateGroup: { GroupName: ({ place }) => `made-${place.name}` },
  CreateResourceServer: { Identifier: ({ place }) => `made-${place.name}` },
  DescribeManagedLoginBrandingByClient: { ClientId: thing("ClientId", "brandedClient") },
  DescribeTermsByClient: { ClientId: thing("ClientId", "clientWithTerms") },
  GetClientToken: {
    ClientId: ({ place }) => place.tenant.machine.clientId,
    Secret: thing("Secret", "machineSecret"),
  },
  ResendConfirmationCode: { Username: newcomer },
  RespondToAuthChallenge: { Session: thing("Session", "challengeSession") },
  SetUserPoolMfaConfig: { MfaConfiguration: () => "OFF" },
  SignUp: {
    Username: ({ place }) => `${place.name}-made`,
    UserAttributes: ({ place }) => [{ Name: "email", Value: `${place.name}-made@example.com` }],
  },
};

/** The input, and the members of it that name something of a tenant. Fails for a member that is required and unknown here. */
export async function inputOf(
  operation: AnyOperationName,
  cast: Cast,
): Promise<Readonly<Record<string, unknown>>> {
  const input: Record<string, unknown> = {};
  const { input: shapeName } = anyOperations[operation];
  const shape = constraints[shapeName] ?? poolhouseConstraints[shapeName];
  if (shape?.type !== "structure") throw new Error(`${operation} has no input`);
  const known: Input = { ...members, ClientId: clientOf(shape.members), ...own[operation] };
  for (const member of Object.keys(shape.members)) {
    const value = known[member];
    if (value !== undefined) input[member] = await value(cast);
    else if (shape.required?.includes(member)) {
      throw new Error(`${operation} needs ${member}: say in tenant-inputs.ts what it is`);
    }
  }
  return input;
}

function arnOf({ UserPoolId }: Tenant): string {
  return `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${UserPoolId}`;
}

/** Beside a pool it names something in it; alone it says where the call is made. */
function clientOf(others: Readonly<Record<string, unknown>>): Value {
  if (!Object.hasOwn(others, "UserPoolId")) return ({ place }) => place.tenant.ClientId;
  return Object.hasOwn(others, "AuthFlow") || Object.hasOwn(others, "ChallengeName")
    ? ({ owner }) => owner("ClientId").tenant.ClientId
    : thing("ClientId", "client");
}

function thing(member: string, kind: Kind): Value {
  return ({ owner }) => owner(member).of(kind);
}

/** People of both tenants have the same names: a stranger is named by their sub. */
async function username({ place, owner }: Cast): Promise<string> {
  const whose = owner("Username");
  const sub = await whose.of("sub");
  return whose === place ? whose.name : sub;
}

async function newcomer({ place, owner }: Cast): Promise<string> {
  const whose = owner("Username");
  const [sub = ""] = (await whose.of("unconfirmed")).split(" ");
  return whose === place ? `${whose.name}-new` : sub;
}

async function named({ place, owner }: Cast, member: string, kind: Kind, foreign: Kind): Promise<string> {
  const whose = owner(member);
  return whose.of(whose === place ? kind : foreign);
}
