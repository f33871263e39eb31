/**
 * How often things may be done in a second: the quotas of Amazon Cognito user pools, by the names that AWS gives its categories, and
 * those without a category. One row for each that exists; `operation-quotas.ts` says which operation counts on which.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
 */
export interface Quota {
  /** Requests per second at Cognito; undefined where it publishes none. */
  readonly cognito?: number;
  /** Unless anything else is said: what keeps one address, or one person, from taking the server for itself. */
  readonly protective?: number;
  /** Everybody together, so that the workers of one server share it; or each subject by itself, wherever it is counted. */
  readonly counts: "together" | "each";
}

export type QuotaName = keyof typeof rows;

/** What each quota allows in a second. A name that is missing has no limit. */
export type Allowances = ReadonlyMap<QuotaName, number>;

const rows = {
  UserAuthentication: { cognito: 120, counts: "together" },
  UserCreation: { cognito: 50, counts: "together" },
  UserFederation: { cognito: 25, counts: "together" },
  UserAccountRecovery: { cognito: 30, counts: "together" },
  UserRead: { cognito: 120, counts: "together" },
  UserUpdate: { cognito: 25, counts: "together" },
  UserToken: { cognito: 120, counts: "together" },
  UserResourceRead: { cognito: 50, counts: "together" },
  UserResourceUpdate: { cognito: 25, counts: "together" },
  UserList: { cognito: 30, counts: "together" },
  UserPoolRead: { cognito: 15, counts: "together" },
  UserPoolUpdate: { cognito: 15, counts: "together" },
  UserPoolResourceRead: { cognito: 20, counts: "together" },
  UserPoolResourceUpdate: { cognito: 15, counts: "together" },
  UserPoolClientRead: { cognito: 15, counts: "together" },
  UserPoolClientUpdate: { cognito: 15, counts: "together" },
  ClientAuthentication: { cognito: 150, counts: "together" },
  LimitManagement: { cognito: 1, counts: "together" },
  /** One operation on one pool, in the four categories of a pool's resources and clients. */
  PoolOperation: { cognito: 5, counts: "each" },
  /** Reads of one person's profile and devices, and writes. */
  UserReads: { cognito: 10, protective: 100, counts: "each" },
  UserWrites: { cognito: 10, protective: 100, counts: "each" },
  /** The pages and the OAuth endpoints: from one network address, for one app client, and altogether. */
  DomainSource: { cognito: 300, counts: "each" },
  DomainClient: { cognito: 300, counts: "each" },
  Domain: { cognito: 500, counts: "together" },
  Jwks: { cognito: 50_000, counts: "together" },
  /** Everything from one network address, at every door. Ours. */
  Source: { cognito: 1000, protective: 1000, counts: "each" },
} satisfies Readonly<Record<string, Quota>>;

export const quotas: Readonly<Record<QuotaName, Quota>> = rows;
