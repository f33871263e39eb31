/** What the adapters ask of the session and the guard, which `createSessions` and `createGuard` return. */

/** What `createSessions` of `@poolhouse/client/session` returns. */
export interface Sessions {
  handle(request: Request, options?: { readonly target?: string | undefined }): Promise<Response | undefined>;
  open(request: Request): Promise<OpenSession | undefined>;
}

/** One person's session, for the length of one request. */
export interface OpenSession {
  readonly claims: { readonly sub: string; readonly iss: string; readonly [claim: string]: unknown };
  readonly expiresAt: number;
  readonly fetch: typeof fetch;
  accessToken(insteadOf?: string): Promise<string>;
  headers(): Headers;
  end(): Promise<boolean>;
}

/** What `createGuard` of `@poolhouse/client/guard` returns. */
export interface Guard {
  check(request: Request, requirement?: Requirement): Promise<CheckResult>;
}

export interface Requirement {
  /** All of these. Default: none. */
  readonly scopes?: readonly string[] | undefined;
  /** One of these. Default: anybody. */
  readonly groups?: readonly string[] | undefined;
}

export type CheckResult =
  | { readonly token: VerifiedToken; readonly response?: undefined }
  | { readonly token?: undefined; readonly response: Response };

export interface VerifiedToken {
  readonly claims: Readonly<Record<string, unknown>>;
  readonly subject: string;
  readonly clientId: string | undefined;
  readonly scopes: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
  readonly expiresAt: number;
}
