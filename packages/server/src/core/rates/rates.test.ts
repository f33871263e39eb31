import { describe, expect, test } from "vitest";
import type { AnyOperationName } from "../../model/any-operation.ts";
import type { QuotaName } from "../../model/quotas.ts";
import { RateExceeded } from "../failures.ts";
import { createRates, type Rates } from "./rates.ts";

function ratesOf(allowances: Partial<Record<QuotaName, number>>, workers = 1) {
  const refusals: string[] = [];
  const rates = createRates({
    // The keys of the literal are names of quotas.
    allowances: new Map(Object.entries(allowances) as [QuotaName, number][]),
    workers,
    now: () => 0,
    onRefusal: (quota, subject) => refusals.push(`${quota} ${subject}`),
  });
  /** How many of so many at once are admitted. */
  const admitted = (count: number, ask: (rates: Rates) => void): number => {
    let sum = 0;
    for (let index = 0; index < count; index += 1) {
      try {
        ask(rates);
        sum += 1;
      } catch (error) {
        expect(error).toBeInstanceOf(RateExceeded);
      }
    }
    return sum;
  };
  const calls = (count: number, operation: AnyOperationName) =>
    admitted(count, (all) => all.countOperation(operation));
  return { admitted, calls, refusals };
}

test("what has no quota has no limit", () => {
  const { admitted, calls } = ratesOf({});
  expect(calls(1000, "InitiateAuth")).toBe(1000);
  expect(admitted(1000, (rates) => rates.countSource("192.0.2.1"))).toBe(1000);
  expect(admitted(1000, (rates) => rates.countDomain("192.0.2.1"))).toBe(1000);
});

describe("operations", () => {
  test("those of one category share its quota", () => {
    const { calls } = ratesOf({ UserCreation: 5 });
    expect([calls(3, "SignUp"), calls(3, "AdminCreateUser"), calls(3, "ConfirmSignUp")]).toEqual([3, 2, 0]);
    expect(calls(3, "GetUser")).toBe(3);
  });

  test("answers to challenges have three times the quota to themselves, and beyond it count as sign-ins", () => {
    const { calls } = ratesOf({ UserAuthentication: 10 });
    expect(calls(32, "RespondToAuthChallenge")).toBe(32);
    expect(calls(20, "InitiateAuth")).toBe(8);
    expect(calls(5, "AdminRespondToAuthChallenge")).toBe(0);
  });

  test("of our own, those that only an administrator's key has no counterpart for are not limited", () => {
    expect(ratesOf({ UserPoolResourceRead: 1 }).calls(100, "ListAccessKeys")).toBe(100);
  });

  test("a pool's resources and clients have a quota per operation and pool", () => {
    const { admitted } = ratesOf({ PoolOperation: 5 });
    const ask = (operation: AnyOperationName, poolId: string) =>
      admitted(10, (rates) => rates.countPool(operation, poolId));
    expect([ask("CreateGroup", "a"), ask("GetGroup", "a"), ask("CreateGroup", "b")]).toEqual([5, 5, 5]);
    expect([ask("CreateGroup", "a"), ask("DescribeUserPool", "a"), ask("ListUsers", "a")]).toEqual([
      0, 10, 10,
    ]);
  });

  test("reads and writes of one person are counted apart, and sign-ins not at all", () => {
    const { admitted, refusals } = ratesOf({ UserReads: 10, UserWrites: 2 });
    const ask = (operation: AnyOperationName, user: string) =>
      admitted(20, (rates) => rates.countUser(operation, "pool", user));
    expect([ask("GetUser", "ada"), ask("UpdateUserAttributes", "ada"), ask("GetUser", "bob")]).toEqual([
      10, 2, 10,
    ]);
    expect(ask("AdminInitiateAuth", "ada")).toBe(20);
    expect(new Set(refusals)).toEqual(
      new Set(["UserReads pool ada", "UserWrites pool ada", "UserReads pool bob"]),
    );
  });
});

describe("network addresses", () => {
  test("AC-04: an IPv6 network of 64 bits is one, and an IPv4 address inside IPv6 is itself", () => {
    const { admitted } = ratesOf({ Source: 4 });
    const ask = (source: string) => admitted(3, (rates) => rates.countSource(source));
    expect([ask("2001:db8::1"), ask("2001:db8::2"), ask("2001:db8:0:1::1")]).toEqual([3, 1, 3]);
    expect([ask("192.0.2.1"), ask("::ffff:192.0.2.1")]).toEqual([3, 1]);
  });

  test("the machine itself is not limited, but its part of a network is no excuse", () => {
    const { admitted } = ratesOf({ Source: 1, DomainSource: 1 });
    expect(admitted(9, (rates) => rates.countSource("127.0.0.1"))).toBe(9);
    expect(admitted(9, (rates) => rates.countSource("::1"))).toBe(9);
    expect(admitted(9, (rates) => rates.countSource("127.0.0.2"))).toBe(1);
    expect(admitted(9, (rates) => rates.countDomain("127.0.0.1"))).toBe(1);
  });

  test("one that is refused takes nothing from what everybody has", () => {
    const { admitted } = ratesOf({ DomainSource: 2, Domain: 4 });
    const ask = (source: string) => admitted(10, (rates) => rates.countDomain(source));
    expect([ask("192.0.2.1"), ask("192.0.2.2"), ask("192.0.2.3")]).toEqual([2, 2, 0]);
  });
});

test("workers share what counts for everybody together; each counts a subject by itself", () => {
  const { calls, admitted } = ratesOf({ UserAuthentication: 120, Source: 100, LimitManagement: 1 }, 4);
  expect(calls(500, "InitiateAuth")).toBe(30);
  expect(calls(5, "GetProvisionedLimit")).toBe(1);
  expect(admitted(500, (rates) => rates.countSource("192.0.2.1"))).toBe(100);
});

test("whoever is refused is told when to come back, in whole seconds", () => {
  const { admitted } = ratesOf({ Jwks: 50_000, LimitManagement: 1 });
  expect(admitted(1, (rates) => rates.countOperation("UpdateProvisionedLimit"))).toBe(1);
  let failure: unknown;
  admitted(1, (rates) => {
    try {
      rates.countOperation("GetProvisionedLimit");
    } catch (error) {
      failure = error;
      throw error;
    }
  });
  expect(failure).toMatchObject({ message: "Rate exceeded", quota: "LimitManagement", retryAfterSeconds: 1 });
});
