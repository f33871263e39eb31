// The kinds of work that are measured, with the names they carry in the output.

export type WorkloadName =
  | "clientCredentials"
  | "refreshGrant"
  | "refreshTokenAuth"
  | "srpSignIn"
  | "passwordSignIn"
  | "signUp";

export interface BenchRequest {
  readonly method: "POST";
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Workload {
  /**
   * Sent in turn; each connection begins at another one, so that different people sign in at the same time. In a body `NUMBER` stands for
   * one that was not sent before.
   */
  readonly requests: readonly BenchRequest[];
  /** Where the answer holds its RS256-signed tokens, such as `AuthenticationResult.IdToken`. */
  readonly signedTokens: readonly string[];
  /** For sign-ins by SRP, each of which takes a second request: what that is made from. */
  readonly srp?: SrpSignIn;
}

export interface SrpSignIn {
  readonly userPoolId: string;
  readonly client: AppClient;
  /** Everybody's. */
  readonly password: string;
}

export type Workloads = Partial<Record<WorkloadName, Workload>>;

export interface WorkloadKind {
  readonly name: WorkloadName;
  /** The first part of its figures' names. */
  readonly figure: string;
  readonly label: string;
  /** Signatures a request must cost, which C is divided by; null where they are not what decides. */
  readonly signatures: number | null;
  /** The arithmetic that a request cannot do without, where signatures are not all of it. */
  readonly arithmetic?: Arithmetic;
}

/** How many of each. */
export interface Arithmetic {
  readonly signature: number;
  /** Powers modulo SRP's prime: g^b, v^u and (A·v^u)^b. */
  readonly power?: number;
  /** Argon2id, at the cost of a password. */
  readonly hash?: number;
}

// In the order of measurement. What writes comes last: it would slow a peer whose file grows.
export const WORKLOAD_KINDS: readonly WorkloadKind[] = [
  { name: "clientCredentials", figure: "client_credentials", label: "client_credentials", signatures: 1 },
  { name: "refreshGrant", figure: "refresh", label: "refresh grant", signatures: 2 },
  { name: "refreshTokenAuth", figure: "refresh_token_auth", label: "REFRESH_TOKEN_AUTH", signatures: 2 },
  {
    name: "srpSignIn",
    figure: "srp",
    label: "SRP sign-in",
    signatures: null,
    arithmetic: { signature: 2, power: 3 },
  },
  {
    name: "passwordSignIn",
    figure: "password",
    label: "password sign-in",
    signatures: null,
    arithmetic: { signature: 2, hash: 1 },
  },
  {
    name: "signUp",
    figure: "sign_up",
    label: "sign-up",
    signatures: null,
    // The verifier for sign-ins by SRP is g^x.
    arithmetic: { signature: 0, power: 1, hash: 1 },
  },
];

/** A form for an OAuth 2.0 token endpoint, with the client named in the Authorization header. */
export function tokenRequest(path: string, client: OAuthClient, form: Record<string, string>): BenchRequest {
  const basic = Buffer.from(`${client.id}:${client.secret}`).toString("base64");
  return {
    method: "POST",
    path,
    headers: { "content-type": "application/x-www-form-urlencoded", authorization: `Basic ${basic}` },
    body: new URLSearchParams(form).toString(),
  };
}

export interface OAuthClient {
  readonly id: string;
  readonly secret: string;
}

/** A client whose secret is null has none. */
export type AppClient = Omit<OAuthClient, "secret"> & { readonly secret: string | null };
