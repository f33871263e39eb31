/** One call of a sign-in: who asks, through which door, and how it is refused. */
import type { Client } from "../clients/client.ts";
import type { Fail } from "../failures.ts";
import type { Pool } from "../pools/pool.ts";
import type { ClientMetadata } from "../triggers/trigger-subject.ts";

/** What InitiateAuth and AdminInitiateAuth declare alike. */
export type InitiateException =
  | "InvalidLambdaResponseException"
  | "InvalidParameterException"
  | "InvalidUserPoolConfigurationException"
  | "NotAuthorizedException"
  | "PasswordResetRequiredException"
  | "ResourceNotFoundException"
  | "TooManyRequestsException"
  | "UnexpectedLambdaException"
  | "UserLambdaValidationException"
  | "UserNotConfirmedException"
  | "UserNotFoundException";

/** What the first call of a sign-in declares beside. */
export type FirstException = InitiateException | "FeatureUnavailableInTierException";

/** What the two Respond operations declare beside. */
export type RespondException =
  | InitiateException
  | "AliasExistsException"
  | "CodeMismatchException"
  | "ExpiredCodeException"
  | "InvalidPasswordException"
  | "MFAMethodNotFoundException"
  | "PasswordHistoryPolicyViolationException"
  | "SoftwareTokenMFANotFoundException";

export interface Attempt<E extends FirstException | RespondException = InitiateException> {
  readonly pool: Pool;
  readonly client: Client;
  readonly door: "open" | "signed";
  /** `ClientMetadata` of this call. */
  readonly metadata: ClientMetadata;
  readonly ipAddress: string | undefined;
  readonly fail: Fail<E>;
}

export type RespondAttempt = Attempt<RespondException>;

/** The first call of a sign-in. */
export interface InitiateRequest extends Attempt<FirstException> {
  readonly flow: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Of a sign-up that was just confirmed: USER_AUTH may go on from it. */
  readonly session: string | undefined;
}
