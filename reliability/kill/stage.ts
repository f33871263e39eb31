/** What is played with: a pool, a person, and a client for each way to keep refresh tokens. */
import { type Browser, createBrowser } from "../../packages/server/test/support/browser.ts";
import {
  codeClient,
  createClient,
  createPerson,
  createPool,
  type TestClient,
  type TestPerson,
} from "../../packages/server/test/support/pool.ts";
import type { ServerProcess } from "../server-process.ts";

export interface KillStage {
  readonly poolId: string;
  readonly person: TestPerson;
  /** Without rotation: a refresh token is good until its family ends. */
  readonly plain: TestClient;
  /** A spent token may be tried again within a minute, and brings the same successor. */
  readonly patient: TestClient;
  /** A spent token ends its family. */
  readonly strict: TestClient;
}

export async function setKillStage({ admin }: Pick<ServerProcess, "admin">): Promise<KillStage> {
  const poolId = await createPool({ admin });
  const person = await createPerson({ admin }, poolId, "ada");
  const client = (seconds?: number) =>
    createClient({ admin }, poolId, {
      ...codeClient,
      ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
      ...(seconds !== undefined && {
        RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: seconds },
      }),
    });
  return { poolId, person, plain: await client(), patient: await client(60), strict: await client(0) };
}

/** Every start has a port of its own; a browser that knew the server before keeps its cookies. */
export function browserAt({ url }: Pick<ServerProcess, "url">, before?: Browser): Browser {
  const browser = createBrowser(url);
  for (const [name, value] of before?.cookies ?? []) browser.cookies.set(name, value);
  return browser;
}
