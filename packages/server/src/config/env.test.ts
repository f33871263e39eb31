import { afterEach, expect, test, vi } from "vitest";
import { readEnvironment } from "./env.ts";

afterEach(() => vi.unstubAllEnvs());

test("keeps the POOLHOUSE_ variables that are not empty, and nothing else of the environment", () => {
  vi.stubEnv("POOLHOUSE_PORT", "1");
  vi.stubEnv("POOLHOUSE_REGION", "");
  vi.stubEnv("UV_THREADPOOL_SIZE", "8");
  vi.stubEnv("NO_COLOR", "1");
  const environment = readEnvironment();
  expect(environment.poolhouse).toMatchObject({ POOLHOUSE_PORT: "1" });
  expect(environment.poolhouse).not.toHaveProperty("POOLHOUSE_REGION");
  expect(environment.poolhouse).not.toHaveProperty("PATH");
  expect(environment).toMatchObject({ threadPoolSize: "8", noColor: true });
});
