/**
 * The operations of our own, on the target prefix `Poolhouse.`: what Cognito's API cannot express. Written by hand
 * in the form of the generated files, so that the same validator, gates and table serve them.
 */
import type { ExceptionName } from "./operations.ts";
import type { Shape } from "./shape.ts";
import type { Empty } from "./shapes.ts";

export interface PoolhouseOperations {
  SetUserPoolClientTokenOptions: Signed<SetUserPoolClientTokenOptionsRequest, ClientTokenOptionsResponse>;
  DescribeUserPoolClientTokenOptions: Signed<
    DescribeUserPoolClientTokenOptionsRequest,
    ClientTokenOptionsResponse
  >;
  RotateSigningKeys: Signed<SigningKeysRequest, SigningKeysResponse>;
  DescribeSigningKeys: Signed<SigningKeysRequest, SigningKeysResponse>;
  CreateAccessKey: Signed<CreateAccessKeyRequest, CreateAccessKeyResponse, "LimitExceededException">;
  ListAccessKeys: Signed<Empty, ListAccessKeysResponse>;
  DeleteAccessKey: Signed<DeleteAccessKeyRequest, Empty>;
  ExplainRequest: Signed<ExplainRequestRequest, ExplainRequestResponse>;
  SetUserPoolTriggerTargets: Signed<SetUserPoolTriggerTargetsRequest, TriggerTargetsResponse>;
  DescribeUserPoolTriggerTargets: Signed<PoolRequest, TriggerTargetsResponse>;
  SetUserPoolBrowserSession: Signed<SetUserPoolBrowserSessionRequest, BrowserSessionResponse>;
  DescribeUserPoolBrowserSession: Signed<PoolRequest, BrowserSessionResponse>;
  SetUserPoolUnfinishedAccounts: Signed<SetUserPoolUnfinishedAccountsRequest, UnfinishedAccountsResponse>;
  DescribeUserPoolUnfinishedAccounts: Signed<PoolRequest, UnfinishedAccountsResponse>;
  SetUserPoolRecentSignIn: Signed<SetUserPoolRecentSignInRequest, RecentSignInResponse>;
  DescribeUserPoolRecentSignIn: Signed<PoolRequest, RecentSignInResponse>;
}

/** Claim map and expiry of a client's ID tokens. A call replaces all of them: what is left out goes back to its default. */
export interface SetUserPoolClientTokenOptionsRequest {
  UserPoolId: string;
  ClientId: string;
  /** Claim name to attribute name. */
  ClaimMap?: Readonly<Record<string, string>> | undefined;
  IdTokenNoExpiration?: boolean | undefined;
}

export interface DescribeUserPoolClientTokenOptionsRequest {
  UserPoolId: string;
  ClientId: string;
}

export interface ClientTokenOptionsResponse {
  ClientTokenOptions: ClientTokenOptionsType;
}

export interface ClientTokenOptionsType {
  ClaimMap: Readonly<Record<string, string>>;
  IdTokenNoExpiration: boolean;
}

export interface SigningKeysRequest {
  UserPoolId: string;
}

export interface SigningKeysResponse {
  SigningKeys: readonly SigningKeyType[];
}

export interface SigningKeyType {
  KeyId: string;
  TokenUse: "access" | "id";
  Status: "NEXT" | "ACTIVE" | "RETIRED";
  CreationDate: number;
  ActiveFrom: number;
}

export interface CreateAccessKeyRequest {
  Scope: AccessKeyScopeType;
  UserPoolId?: string | undefined;
  Description?: string | undefined;
}

export type AccessKeyScopeType = "ALL" | "READ_ONLY" | "POOL";

export interface CreateAccessKeyResponse {
  AccessKey: AccessKeyType & { SecretAccessKey: string };
}

export interface ListAccessKeysResponse {
  AccessKeys: readonly AccessKeyType[];
}

export interface AccessKeyType {
  AccessKeyId: string;
  Scope: AccessKeyScopeType;
  UserPoolId?: string | undefined;
  Description?: string | undefined;
  CreationDate: number;
}

export interface DeleteAccessKeyRequest {
  AccessKeyId: string;
}

export interface ExplainRequestRequest {
  RequestId: string;
}

export interface ExplainRequestResponse {
  Explanation: ExplanationType;
}

export interface ExplanationType {
  RequestId: string;
  At: number;
  Error: string;
  Paragraph: string;
}

/** Where the ARNs of the pool's `LambdaConfig` lead. A call replaces all of them. */
export interface SetUserPoolTriggerTargetsRequest {
  UserPoolId: string;
  Targets: readonly TriggerTargetType[];
}

/** Either a webhook or a function behind Lambda's Invoke API. */
export interface TriggerTargetType {
  TriggerArn: string;
  Webhook?: { readonly Url: string; readonly Secret: string } | undefined;
  Lambda?: { readonly Endpoint: string; readonly FunctionName: string } | undefined;
}

export interface TriggerTargetsResponse {
  Targets: readonly DescribedTriggerTargetType[];
}

/** Without the secret. */
export interface DescribedTriggerTargetType {
  TriggerArn: string;
  Webhook?: { readonly Url: string } | undefined;
  Lambda?: { readonly Endpoint: string; readonly FunctionName: string } | undefined;
}

/** How old a sign-in may be whose tokens enrol or remove factors. 0: as old as they like. */
export interface SetUserPoolRecentSignInRequest {
  UserPoolId: string;
  MaxAgeMinutes: number;
}

export interface RecentSignInResponse {
  MaxAgeMinutes: number;
}

/** How long a browser stays signed in. A call replaces both: what is left out goes back to its default. */
export interface SetUserPoolBrowserSessionRequest {
  UserPoolId: string;
  /** Since the sign-in. Left out, an hour, or in a pool that tracks sessions what its apps say. */
  MaxMinutes?: number | undefined;
  /** Since it was last used. Left out, as long as the session lasts. */
  IdleMinutes?: number | undefined;
}

/** Without what nobody set. */
export interface BrowserSessionResponse {
  UserPoolId: string;
  MaxMinutes?: number | undefined;
  IdleMinutes?: number | undefined;
}

/** After how many days an account that nobody confirmed is removed. 0: never. */
export interface SetUserPoolUnfinishedAccountsRequest {
  UserPoolId: string;
  RemoveAfterDays: number;
}

export interface UnfinishedAccountsResponse {
  UserPoolId: string;
  RemoveAfterDays: number;
}

/** Of an operation that needs to know the pool and no more. */
export interface PoolRequest {
  UserPoolId: string;
}

interface Signed<I, O, E extends ExceptionName = never> {
  auth: "SIGV4";
  input: I;
  output: O;
  errors: CommonError | E;
}

const commonErrors = [
  "InternalErrorException",
  "InvalidParameterException",
  "NotAuthorizedException",
  "ResourceNotFoundException",
  "TooManyRequestsException",
] as const satisfies readonly ExceptionName[];

type CommonError = (typeof commonErrors)[number];

export const poolhouseOperations: {
  readonly [O in keyof PoolhouseOperations]: {
    readonly auth: "SIGV4";
    readonly input: string;
    readonly errors: readonly PoolhouseOperations[O]["errors"][];
  };
} = {
  SetUserPoolClientTokenOptions: signed("SetUserPoolClientTokenOptionsRequest"),
  DescribeUserPoolClientTokenOptions: signed("DescribeUserPoolClientTokenOptionsRequest"),
  RotateSigningKeys: signed("SigningKeysRequest"),
  DescribeSigningKeys: signed("SigningKeysRequest"),
  CreateAccessKey: {
    ...signed("CreateAccessKeyRequest"),
    errors: [...commonErrors, "LimitExceededException"],
  },
  ListAccessKeys: signed("ListAccessKeysRequest"),
  DeleteAccessKey: signed("DeleteAccessKeyRequest"),
  ExplainRequest: signed("ExplainRequestRequest"),
  SetUserPoolTriggerTargets: signed("SetUserPoolTriggerTargetsRequest"),
  DescribeUserPoolTriggerTargets: signed("PoolRequest"),
  SetUserPoolBrowserSession: signed("SetUserPoolBrowserSessionRequest"),
  DescribeUserPoolBrowserSession: signed("PoolRequest"),
  SetUserPoolUnfinishedAccounts: signed("SetUserPoolUnfinishedAccountsRequest"),
  DescribeUserPoolUnfinishedAccounts: signed("PoolRequest"),
  SetUserPoolRecentSignIn: signed("SetUserPoolRecentSignInRequest"),
  DescribeUserPoolRecentSignIn: signed("PoolRequest"),
};

/** Beside the generated constraints, whose `UserPoolIdType`, `ClientIdType` and `BooleanType` they use. */
export const poolhouseConstraints: Readonly<Record<string, Shape>> = {
  SetUserPoolClientTokenOptionsRequest: {
    type: "structure",
    members: {
      UserPoolId: "UserPoolIdType",
      ClientId: "ClientIdType",
      ClaimMap: "ClaimMapType",
      IdTokenNoExpiration: "BooleanType",
    },
    required: ["UserPoolId", "ClientId"],
  },
  DescribeUserPoolClientTokenOptionsRequest: {
    type: "structure",
    members: { UserPoolId: "UserPoolIdType", ClientId: "ClientIdType" },
    required: ["UserPoolId", "ClientId"],
  },
  ClaimMapType: { type: "map", key: "ClaimNameType", value: "ClaimSourceType" },
  ClaimNameType: { type: "string", min: 1, max: 64 },
  ClaimSourceType: { type: "string", min: 1, max: 32 },
  SigningKeysRequest: {
    type: "structure",
    members: { UserPoolId: "UserPoolIdType" },
    required: ["UserPoolId"],
  },
  CreateAccessKeyRequest: {
    type: "structure",
    members: {
      Scope: "AccessKeyScopeType",
      UserPoolId: "UserPoolIdType",
      Description: "AccessKeyDescriptionType",
    },
    required: ["Scope"],
  },
  AccessKeyScopeType: { type: "string", enum: ["ALL", "READ_ONLY", "POOL"] },
  AccessKeyDescriptionType: { type: "string", min: 0, max: 256 },
  ListAccessKeysRequest: { type: "structure", members: {} },
  DeleteAccessKeyRequest: {
    type: "structure",
    members: { AccessKeyId: "AccessKeyIdType" },
    required: ["AccessKeyId"],
  },
  AccessKeyIdType: { type: "string", min: 1, max: 128 },
  ExplainRequestRequest: {
    type: "structure",
    members: { RequestId: "RequestIdType" },
    required: ["RequestId"],
  },
  RequestIdType: { type: "string", min: 1, max: 128 },
  SetUserPoolTriggerTargetsRequest: {
    type: "structure",
    members: { UserPoolId: "UserPoolIdType", Targets: "TriggerTargetsType" },
    required: ["UserPoolId", "Targets"],
  },
  PoolRequest: {
    type: "structure",
    members: { UserPoolId: "UserPoolIdType" },
    required: ["UserPoolId"],
  },
  SetUserPoolBrowserSessionRequest: {
    type: "structure",
    members: {
      UserPoolId: "UserPoolIdType",
      MaxMinutes: "BrowserSessionMinutesType",
      IdleMinutes: "BrowserSessionMinutesType",
    },
    required: ["UserPoolId"],
  },
  /** Ninety days at most, like the minutes of an app. */
  BrowserSessionMinutesType: { type: "integer", min: 1, max: 129_600 },
  SetUserPoolUnfinishedAccountsRequest: {
    type: "structure",
    members: { UserPoolId: "UserPoolIdType", RemoveAfterDays: "RemoveAfterDaysType" },
    required: ["UserPoolId", "RemoveAfterDays"],
  },
  RemoveAfterDaysType: { type: "integer", min: 0, max: 365 },
  SetUserPoolRecentSignInRequest: {
    type: "structure",
    members: { UserPoolId: "UserPoolIdType", MaxAgeMinutes: "MaxAgeMinutesType" },
    required: ["UserPoolId", "MaxAgeMinutes"],
  },
  /** A day at most: nobody would call more than that recent. */
  MaxAgeMinutesType: { type: "integer", min: 0, max: 1440 },
  TriggerTargetsType: { type: "list", of: "TriggerTargetType", min: 0, max: 50 },
  TriggerTargetType: {
    type: "structure",
    members: { TriggerArn: "ArnType", Webhook: "TriggerWebhookType", Lambda: "TriggerLambdaType" },
    required: ["TriggerArn"],
  },
  TriggerWebhookType: {
    type: "structure",
    members: { Url: "TriggerUrlType", Secret: "TriggerWebhookSecretType" },
    required: ["Url", "Secret"],
  },
  TriggerLambdaType: {
    type: "structure",
    members: { Endpoint: "TriggerUrlType", FunctionName: "TriggerFunctionNameType" },
    required: ["Endpoint", "FunctionName"],
  },
  TriggerUrlType: { type: "string", min: 1, max: 2048 },
  /** As the Standard Webhooks specification has it: 24 random bytes and more, in base64. */
  TriggerWebhookSecretType: {
    type: "string",
    min: 38,
    max: 128,
    pattern: "whsec_[A-Za-z0-9+/]{32,}={0,2}",
    sensitive: true,
  },
  TriggerFunctionNameType: { type: "string", min: 1, max: 170, pattern: "[\\w:./-]+" },
};

function signed(input: string) {
  return { auth: "SIGV4" as const, input, errors: commonErrors };
}
