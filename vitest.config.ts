import { defineConfig } from "vitest/config";
import { LongestFirst } from "./tools/longest-first.ts";
import { NoSkippedTests } from "./tools/no-skipped-tests.ts";

const fixtures = ["**/node_modules/**", "**/dist/**", "**/build/**", "tools/fixtures/**"];

/** The stories that storage could make fail, told once more on PostgreSQL. */
const storiesOnPostgres = [
  "clients",
  "lockout",
  "refresh-api",
  "revocation",
  "sessions",
  "sign-in",
  "sign-up",
  "token-code",
].map((story) => `packages/server/test/${story}.test.ts`);

export default defineConfig({
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  test: {
    // One more than a small CI machine has processors: stories wait for disks, servers and browsers a quarter of their time.
    maxWorkers: 3,
    // A file finds what it imports as the one before left it, or a third of the run would be loading the same modules again and
    // again. Whoever changes what all share (a global, a timer, the environment) puts it back when the test ends.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    // A forgotten `test.only` is a failure everywhere, not just in CI.
    allowOnly: false,
    globalSetup: "packages/server/test/postgres/global-setup.ts",
    reporters: ["default", new NoSkippedTests()],
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          provide: { storage: "SQLite" },
          include: ["packages/*/src/**/*.test.{ts,tsx}", "tools/**/*.test.ts", "bench/**/*.test.ts"],
          exclude: fixtures,
          testTimeout: 20_000,
          hookTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: "stories",
          provide: { storage: "SQLite" },
          include: ["packages/*/test/**/*.test.{ts,tsx}", "reliability/**/*.test.ts"],
          exclude: fixtures,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: "postgres",
          provide: { storage: "PostgreSQL" },
          include: storiesOnPostgres,
          exclude: fixtures,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
