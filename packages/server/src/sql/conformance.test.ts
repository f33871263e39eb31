/** One suite per aggregate, run on every driver; what they ask of a store is in `core/`. */
import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { auditSuite } from "../../test/sql/audit.ts";
import { drivers, openStore } from "../../test/sql/drivers.ts";
import { devicesSuite, passkeysSuite, softwareTokensSuite } from "../../test/sql/factors.ts";
import { accessKeysSuite, clientsSuite, poolsSuite, resourceServersSuite } from "../../test/sql/house.ts";
import { attemptsSuite, quotasSuite } from "../../test/sql/limits.ts";
import { brandingsSuite, termsSuite } from "../../test/sql/looks.ts";
import { groupsSuite, usersSuite } from "../../test/sql/people.ts";
import { authEventsSuite, eventsSuite, messagesSuite } from "../../test/sql/records.ts";
import { sealedSuite } from "../../test/sql/sealed.ts";
import { searchSuite } from "../../test/sql/search.ts";
import {
  authorizationCodesSuite,
  browserSessionsSuite,
  flowsSuite,
  singleUseSuite,
  verificationCodesSuite,
} from "../../test/sql/sign-in.ts";
import { readsWholePool, statementsNotPortable, statementsWithoutPool } from "../../test/sql/statements.ts";
import { familiesSuite, signingKeysSuite } from "../../test/sql/tokens.ts";
import { migrate } from "./migrate.ts";

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
  sealedSuite,
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

  /** All but what makes the tables. */
  const ours = () =>
    [...statements].filter((each) => !/^(create|alter) |migrations|sqlite_|pragma_/.test(each));

  // Last: they look at everything that ran above.
  it("reaches over pools in the listed statements only", () => {
    expect(ours().length).toBeGreaterThan(120);
    expect(statementsWithoutPool(ours())).toEqual([]);
    expect(statementsWithoutPool(['select * from "users" where "sub" = ?'])).toHaveLength(1);
  });

  it("asks for nothing that only one engine has, but for the audit log's guards", () => {
    expect([...statements].filter((each) => each.startsWith("create table ")).length).toBeGreaterThan(20);
    expect(statementsNotPortable(statements)).toEqual([]);
    const foreign = [
      "create table a (id bigserial primary key)",
      "select nextval('a_id')",
      "notify changes",
      "create trigger a_stays before update on a for each row execute function no()",
      'select * from "users" where ctid = $1',
    ];
    expect(statementsNotPortable(foreign)).toEqual(foreign);
  });

  if (driver.name === "SQLite")
    it("reads a pool from end to end for nothing that an index finds", async () => {
      const database = await driver.open();
      await migrate(database);
      const reading: string[] = [];
      for (const statement of ours()) {
        const plan = sql<{ detail: string }>`explain query plan ${sql.raw(statement)}`;
        const steps = (await plan.execute(database.reader)).rows.map(({ detail }) => detail);
        if (readsWholePool(statement, steps)) reading.push(statement);
      }
      expect(reading).toEqual([]);
      const names = 'select "name" from "sign_in_names" where "pool_id" = ? and "sub" = ?';
      expect(readsWholePool(names, ["SEARCH sign_in_names USING PRIMARY KEY (pool_id=?)"])).toBe(true);
    });
});
