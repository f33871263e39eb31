import { expect, test } from "vitest";
import { parseConfig } from "./config.ts";
import { ConfigError } from "./config-error.ts";
import { placeOf } from "./postgres-server.ts";

const config = (url: string) =>
  parseConfig([], {
    poolhouse: { POOLHOUSE_DATABASE_URL: url, POOLHOUSE_MASTER_KEY: "ab".repeat(32) },
    threadPoolSize: undefined,
    noColor: false,
  });
const serverOf = (url: string) => config(url).database;

const near = {
  hosts: [{ host: "localhost", port: 5432 }],
  database: "pool",
  user: "joe",
  password: undefined,
  tls: { kind: "off" },
  poolSize: 16,
  isBehindPooler: false,
};

test.each([
  ["postgres://joe@localhost/pool", {}],
  ["postgresql://joe:a%3Ab%40c%2F@localhost/p%20l", { password: "a:b@c/", database: "p l" }],
  ["postgres://joe@[::1]:6000/pool", { hosts: [{ host: "::1", port: 6000 }] }],
  ["postgres://joe@/pool?host=/run/postgresql", { hosts: [{ host: "/run/postgresql", port: 5432 }] }],
  [
    "postgres://joe@/pool?host=/run/postgresql&port=5433",
    { hosts: [{ host: "/run/postgresql", port: 5433 }] },
  ],
  ["postgres://joe@localhost/pool?pgbouncer=true&pool_size=4", { isBehindPooler: true, poolSize: 4 }],
  ["postgres://joe@localhost/pool?sslmode=require", { tls: { kind: "unverified" } }],
  [
    "postgres://joe@db1:1,db2/pool?target_session_attrs=read-write",
    {
      hosts: [
        { host: "db1", port: 1 },
        { host: "db2", port: 5432 },
      ],
      tls: { kind: "verified", caFile: undefined },
    },
  ],
  ["postgres://joe@db/pool?sslmode=disable", { hosts: [{ host: "db", port: 5432 }], tls: { kind: "off" } }],
])("%s says where the database is", (url, change) => {
  expect(serverOf(url)).toEqual({ ...near, ...change });
});

test.each([
  ["mysql://joe:hunter2-secret@db/pool", "postgres:// URL"],
  ["postgres://joe:hunter2-secret@db", "a user and a database"],
  ["postgres://db/hunter2-secret", "a user and a database"],
  ["postgres://joe:hunter2-secret:x@db/pool", "%3A"],
  ["postgres://joe:hunter2-secret/@db/pool", "percent-encoded"],
  ["postgres://joe:hunter2-secret%@db/pool", "two hexadecimal digits"],
  ["postgres://joe:hunter2-secret@/pool", "a host"],
  ["postgres://joe:hunter2-secret@db:70000/pool", "from 1 to 65535"],
  ["postgres://joe:hunter2-secret@db:0/pool", "from 1 to 65535"],
  ["postgres://joe:hunter2-secret@db:/pool", "from 1 to 65535"],
  ["postgres://joe:hunter2-secret@/pool?host=/run&port=x", "from 1 to 65535"],
  ["postgres://joe:hunter2-secret@db/pool?port=5433", "behind a colon"],
  ["postgres://joe@db/pool?password=hunter2-secret", "and nothing else"],
  ["postgres://joe@db/pool?sslmode=prefer", "sslmode must be disable or require or verify-full"],
  ["postgres://joe@db/pool?sslrootcert=/hunter2-secret", "sslrootcert"],
  ["postgres://joe@db/pool?target_session_attrs=any", "target_session_attrs"],
  ["postgres://joe@db/pool?pool_size=1", "pool_size"],
  ["postgres://joe@db/pool?host=/run", "Unix socket"],
])("TK-15: %s is refused and not repeated", (url, why) => {
  const act = () => config(url);
  expect(act).toThrow(ConfigError);
  expect(act).toThrow(why);
  expect(act).toThrow("POOLHOUSE_DATABASE_URL cannot be used");
  expect(act).not.toThrow("hunter2-secret");
});

test("its place has neither user nor password", () => {
  const server = serverOf("postgres://joe:hunter2@db1,db2:6000/pool");
  expect(server && placeOf(server)).toBe("PostgreSQL at db1:5432, db2:6000, database pool");
});
