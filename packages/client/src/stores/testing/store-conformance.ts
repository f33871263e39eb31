/**
 * What every store of sessions must do, whatever it is made of. Each test takes ids of its own, so that a store that lives on
 * between tests (a database) can be one for all of them.
 */
import { describe } from "vitest";
import { entryTests } from "./conformance/entries.ts";
import { forgettingTests } from "./conformance/forgetting.ts";
import { leaseTests } from "./conformance/leases.ts";
import { oddValueTests } from "./conformance/odd-values.ts";
import { raceTests } from "./conformance/races.ts";
import type { StoreUnderTest } from "./conformance/store-under-test.ts";
import { subjectTests } from "./conformance/subjects.ts";

export function describeStore(name: string, underTest: () => StoreUnderTest): void {
  describe(`${name} keeps entries`, () => entryTests(underTest));
  describe(`${name} keeps odd values`, () => oddValueTests(underTest));
  describe(`${name} knows whose an entry is`, () => subjectTests(underTest));
  describe(`${name} swaps and takes`, () => raceTests(underTest));
  describe(`${name} gives leases`, () => leaseTests(underTest));
  describe(`${name} forgets`, () => forgettingTests(underTest));
}
