/** One suite per aggregate, run on every driver; what they ask of a store is in `core/`. */
import { describe, expect, it } from "vitest";
import { auditSuite } from "../../test/sql/audit.ts";
import { drivers, openStore } from "../../test/sql/drivers.ts";
import { devicesSuite, passkeysSuite, softwareTokensSuite } from "../../test/sql/factors.ts";
import { accessKeysSuite, clientsSuite, poolsSuite, resourceServersSuite } from "../../test/sql/house.ts";
import { attemptsSuite, quotasSuite } from "../../test/sql/limits.ts";
import { brandingsSuite, termsSuite } from "../../test/sql/looks.ts";
import { groupsSuite, usersSuite } from "../../test/sql/people.ts";
import { authEventsSuite, eventsSuite, messagesSuite } from "../../test/sql/records.ts";
import { searchSuite } from "../../test/sql/search.ts";
import {
  authorizationCodesSuite,
  browserSessionsSuite,
  flowsSuite,
  singleUseSuite,
  verificationCodesSuite,
} from "../../test/sql/sign-in.ts";
import { statementsWithoutPool } from "../../test/sql/statements.ts";
import { familiesSuite, signingKeysSuite } from "../../test/sql/tokens.ts";

const suites = [
  accessKeysSuite,
  attemptsSuite,
  auditSuite,
  authEventsSuite,
  authorizationCodesSuite,
  browserSessionsSuite,
  clientsSuite,
  devicesSuite,
  eventsSuite,
  familiesSuite,
  flowsSuite,
  groupsSuite,
  messagesSuite,
  passkeysSuite,
  poolsSuite,
  quotasSuite,
  resourceServersSuite,
  brandingsSuite,
  termsSuite,
  searchSuite,
  signingKeysSuite,
  singleUseSuite,
  softwareTokensSuite,
  usersSuite,
  verificationCodesSuite,
];

describe.each(drivers)("$name", (driver) => {
  const statements = new Set<string>();
  const open = () => openStore(driver, ({ query }) => void statements.add(query.sql));
  for (const suite of suites) suite(open);

  // Last: it looks at everything that ran above.
  it("reaches over pools in the listed statements only", () => {
    const ours = [...statements].filter((each) => !/^(create|alter) |migrations/.test(each));
    expect(ours.length).toBeGreaterThan(120);
    expect(statementsWithoutPool(ours)).toEqual([]);
    expect(statementsWithoutPool(['select * from "users" where "sub" = ?'])).toHaveLength(1);
  });
});
