/**
 * Counts requests per second and refuses what exceeds a quota. In memory, because a count in the database would cost
 * what it saves: N nodes admit N times as much, while the workers of one server share what counts for everybody
 * together. Guesses, whose limit must hold everywhere, are counted in the database instead
 * (`../sign-in/source-limit.ts`).
 */
import type { AnyOperationName } from "../../model/any-operation.ts";
import { operationQuotas } from "../../model/operation-quotas.ts";
import { type Allowances, type QuotaName, quotas } from "../../model/quotas.ts";
import { RateExceeded } from "../failures.ts";
import { isThisMachine, sourceKey } from "../sign-in/network-address.ts";
import { createRate, type Rate } from "./rate.ts";

/** Each method counts one, and throws `RateExceeded` where that is one too many. */
export interface Rates {
  /** A request from a network address, whatever it asks for. */
  countSource(source: string): void;
  /** A request to the pages or the OAuth endpoints. */
  countDomain(source: string): void;
  countJwks(): void;
  /** A token request or an authorization request of this app client. */
  countClient(clientId: string): void;
  /** A token for a machine. */
  countClientCredentials(): void;
  countOperation(operation: AnyOperationName): void;
  /** A signed operation on a pool. */
  countPool(operation: AnyOperationName, poolId: string): void;
  /** A read or a write of a person's own things, by themselves or by an administrator. `user` is a sub or a name. */
  countUser(operation: AnyOperationName, poolId: string, user: string): void;
}

export interface RatesSetting {
  readonly allowances: Allowances;
  /** Processes that share one server's work. */
  readonly workers: number;
  /** Monotonic, in milliseconds: whoever sets the machine's clock must not open or close the doors. */
  readonly now: () => number;
  /** Told of each refusal. */
  readonly onRefusal: (quota: QuotaName, subject: string) => void;
}

export function createRates({ allowances, workers, now, onRefusal }: RatesSetting): Rates {
  const rates = new Map<string, Rate>();
  for (const [quota, perSecond] of allowances) {
    const share = quotas[quota].counts === "together" ? perSecond / workers : perSecond;
    rates.set(quota, createRate(share, now));
    if (quota === "UserAuthentication") rates.set(challengeAnswers, createRate(3 * share, now));
  }
  const isWithin = (rate: string, subject: string) => (rates.get(rate)?.take(subject) ?? 0) === 0;
  const count = (quota: QuotaName, subject = everybody): void => {
    const wait = rates.get(quota)?.take(subject) ?? 0;
    if (wait === 0) return;
    onRefusal(quota, subject);
    throw new RateExceeded(quota, Math.ceil(wait / 1000));
  };
  return {
    countSource(source) {
      if (!isThisMachine(source)) count("Source", sourceKey(source));
    },
    countDomain(source) {
      count("DomainSource", sourceKey(source));
      count("Domain");
    },
    countJwks: () => count("Jwks"),
    countClient: (clientId) => count("DomainClient", clientId),
    countClientCredentials: () => count("ClientAuthentication"),
    countOperation(operation) {
      const quota = operationQuotas[operation];
      // Answers have three times as much to themselves, and beyond that count like sign-ins.
      if (quota === null || (isChallengeAnswer(operation) && isWithin(challengeAnswers, everybody))) return;
      count(quota);
    },
    countPool(operation, poolId) {
      if (perPool.has(operationQuotas[operation])) count("PoolOperation", `${operation} ${poolId}`);
    },
    countUser(operation, poolId, user) {
      const quota = perUser[operationQuotas[operation] ?? ""];
      if (quota !== undefined) count(quota, `${poolId} ${user}`);
    },
  };
}

const everybody = "";
const challengeAnswers = "UserAuthentication, answers";

const perPool: ReadonlySet<QuotaName | null> = new Set([
  "UserPoolResourceRead",
  "UserPoolResourceUpdate",
  "UserPoolClientRead",
  "UserPoolClientUpdate",
]);

/** Sign-ins are left out, though Cognito counts them: strangers would use up what somebody may do. */
const perUser: Readonly<Record<string, QuotaName>> = {
  UserRead: "UserReads",
  UserResourceRead: "UserReads",
  UserUpdate: "UserWrites",
  UserResourceUpdate: "UserWrites",
  UserAccountRecovery: "UserWrites",
};

function isChallengeAnswer(operation: AnyOperationName): boolean {
  return operation === "RespondToAuthChallenge" || operation === "AdminRespondToAuthChallenge";
}
