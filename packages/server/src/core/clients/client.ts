/** An app client: what an application may ask of a pool, and how it proves who it is. */
import type { UserPoolClientType } from "../../model/shapes.ts";
import type { ClientId, PoolId } from "../ids.ts";
import type { PageRequest } from "../page.ts";

/** Cognito's own settings in their wire form, every default filled in. Ids, times and secrets live beside them. */
export type ClientSettings = Omit<
  UserPoolClientType,
  "UserPoolId" | "ClientId" | "ClientSecret" | "CreationDate" | "LastModifiedDate"
>;

/** What Cognito's API cannot express. */
export interface TokenOptions {
  /** Claim name → attribute name, for the ID token: `{ "UAID": "custom:UAID" }`. */
  readonly claimMap: Readonly<Record<string, string>>;
  readonly idTokenNoExpiration: boolean;
}

export interface Client {
  readonly poolId: PoolId;
  readonly clientId: ClientId;
  readonly settings: ClientSettings;
  readonly tokenOptions: TokenOptions;
  /** How long a browser's sign-in is silently reused for this client: SetUserPoolClientSessionConfiguration. Default 60. */
  readonly ssoMinutes: number;
  /** Empty for a public client; at most two. */
  readonly secrets: readonly ClientSecret[];
  readonly createdAt: number;
  readonly modifiedAt: number;
}

export interface ClientSecret {
  readonly secretId: string;
  /** Sealed, because DescribeUserPoolClient shows it and `SECRET_HASH` needs it. */
  readonly sealedSecret: string;
  readonly createdAt: number;
}

export interface ClientTable {
  find(poolId: PoolId, clientId: ClientId): Promise<Client | undefined>;
  /** The one look-up without a pool: a client id names its pool. */
  findAnywhere(clientId: ClientId): Promise<Client | undefined>;
  /** Ordered by client id; `after` is a client id. */
  list(poolId: PoolId, page: PageRequest): Promise<readonly Client[]>;
  insert(client: Client): Promise<void>;
  /** Replaces settings, token options and secrets; false when the client is gone. */
  update(client: Client): Promise<boolean>;
  delete(poolId: PoolId, clientId: ClientId): Promise<boolean>;
}
