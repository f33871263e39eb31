import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { findPostgres, type TestDatabase } from "../../test/postgres/databases.ts";
import { aClient, aPool, aSigningKey, house } from "../../test/sql/fixtures.ts";
import { createMigrated } from "../../test/sql/migrated-postgres.ts";
import { clientId } from "../core/ids.ts";
import { changeConfigurationVersion, watchConfigurationVersion } from "./configuration-version.ts";
import { openPostgres } from "./postgres.ts";
import { createStore } from "./store.ts";

const postgres = await findPostgres(18);

describe.skipIf(postgres === undefined)("on a database that several processes change", () => {
  let shared: TestDatabase;

  beforeAll(async () => {
    shared = await createMigrated(postgres);
  });
  afterAll(() => shared.drop());

  function open() {
    const database = openPostgres(shared.server);
    onTestFinished(() => database.close());
    return database;
  }

  /** A watch by a clock of its own, and how often it said that something changed. */
  function watch() {
    const seen = { now: 0, changes: 0 };
    const onChange = (): void => {
      seen.changes += 1;
    };
    const version = watchConfigurationVersion(open().reader, onChange, () => seen.now);
    return { seen, version };
  }

  it("looks before anything is served, and then not for a while", async () => {
    const { seen, version } = watch();
    const first = version.check();
    expect(first).toBeInstanceOf(Promise);
    await first;
    seen.now = 199;
    expect(version.check()).toBeUndefined();
  });

  it("hears of a change before the second is over, at whatever age it is asked", async () => {
    for (const age of [200, 799, 800, 100_000]) {
      const { seen, version } = watch();
      await version.check();
      const before = seen.changes;
      await open().write(changeConfigurationVersion);
      seen.now = age;
      const wait = version.check();
      expect(wait === undefined).toBe(age < 800);
      // Whoever asks beyond that age waits for the look that is under way.
      seen.now += 800;
      await (wait ?? version.check());
      expect(seen.changes).toBe(before + 1);
    }
  });

  it("serves nothing once the database cannot be asked", async () => {
    const { server } = shared;
    const seen = { now: 0 };
    const database = openPostgres(server);
    const version = watchConfigurationVersion(
      database.reader,
      () => undefined,
      () => seen.now,
    );
    await version.check();
    await database.close();
    seen.now = 799;
    expect(version.check()).toBeUndefined();
    seen.now = 800;
    await expect(version.check()).rejects.toThrow();
  });

  it("lets what one process changed be seen by another that has it in its cache", async () => {
    const [one, two] = [createStore(open()), createStore(open())];
    const client = clientId("client1");
    await one.write(async (tables) => {
      await tables.pools.insert(aPool());
      await tables.clients.insert(aClient());
      await tables.resourceServers.insert({ poolId: house, identifier: "api", name: "API", scopes: [] });
      await tables.signingKeys.insert(aSigningKey());
    });
    const cached = async () => [
      (await two.read.pools.find(house))?.modifiedAt,
      (await two.read.clients.findAnywhere(client))?.modifiedAt,
      (await two.read.resourceServers.find(house, "api"))?.name,
      (await two.read.signingKeys.list(house)).length,
    ];
    expect(await cached()).toEqual([2, 2, "API", 1]);
    await one.write(async (tables) => {
      await tables.pools.update(aPool({ modifiedAt: 77 }));
      await tables.clients.update(aClient({ modifiedAt: 88 }));
      await tables.resourceServers.update({ poolId: house, identifier: "api", name: "New", scopes: [] });
      await tables.signingKeys.insert(aSigningKey({ keyId: "key2" }));
    });
    await expect.poll(cached, { timeout: 10_000 }).toEqual([77, 88, "New", 2]);
  });

  it("changes no version for what nobody caches", async () => {
    const store = createStore(open());
    const version = () => shared.query("select value from instance where name = 'configuration-version'");
    const before = await version();
    await store.write(({ singleUse }) => singleUse.use(house, "session", 1));
    expect(await version()).toEqual(before);
    await store.write(({ pools }) => pools.update(aPool({ modifiedAt: 99 })));
    expect(await version()).not.toEqual(before);
  });
});
