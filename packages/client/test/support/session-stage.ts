/** A pool, an app with sessions in it, and a person; and as many processes of the app as a story needs. */
import {
  codeClient,
  createClient,
  createPerson,
  createPool,
  type TestClient,
  type TestPerson,
} from "../../../server/test/support/pool.ts";
import type { TestServer } from "../../../server/test/support/server.ts";
import {
  createSessions,
  memoryStore,
  type SessionEvent,
  type SessionStore,
  type Sessions,
  type SessionsOptions,
} from "../../src/session/index.ts";
import { type BentNetwork, createBentNetwork } from "./bent-network.ts";
import { type AppBrowser, createAppBrowser } from "./session-browser.ts";
import { createTestTime, type TestTime } from "./test-time.ts";

export const appOrigin = "https://app.example.com";
export const key = "c2Vzc2lvbi1rZXktb2YtMzItYnl0ZXMtZm9yLXRlc3Q";
export const otherKey = "b3RoZXItc2Vzc2lvbi1rZXktb2YtMzItYnl0ZXMtLS0";

export interface SessionStage {
  readonly server: TestServer;
  readonly poolId: string;
  readonly issuer: string;
  readonly client: TestClient;
  readonly person: TestPerson;
  readonly time: TestTime;
  readonly store: SessionStore;
  readonly network: BentNetwork;
  readonly events: SessionEvent[];
  /** One process of the app, with the stage's store. */
  process(options?: Partial<SessionsOptions>): Sessions;
  /** One process without a store. */
  cookieProcess(options?: Partial<SessionsOptions>): Sessions;
  browser(sessions: Sessions): AppBrowser;
  /** A browser that nobody has signed in with, and a process of its own. */
  fresh(): AppBrowser;
  /** The callback's path and query, as the provider sends that browser there. */
  answer(browser: AppBrowser, path?: string): Promise<string>;
}

export async function isSignedIn(browser: AppBrowser): Promise<boolean> {
  return (await browser.call("/auth/session")).status === 200;
}

export const rotating = (seconds = 10) =>
  ({ RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: seconds } }) as const;

export async function setSessionStage(
  server: TestServer,
  settings: Parameters<typeof createClient>[2] = {},
): Promise<SessionStage> {
  const poolId = await createPool(server);
  const client = await createClient(server, poolId, { ...codeClient, GenerateSecret: true, ...settings });
  const person = await createPerson(server, poolId, "ada", {
    email: "ada@example.com",
    email_verified: "true",
  });
  const time = createTestTime(server.clock);
  const store = memoryStore({ now: time.now });
  const network = createBentNetwork(time);
  const events: SessionEvent[] = [];
  const issuer = `${server.url}/${poolId}`;
  const common: SessionsOptions = {
    issuer,
    clientId: client.clientId,
    clientSecret: client.clientSecret,
    redirectUri: `${appOrigin}/callback`,
    scopes: ["openid", "email", "aws.cognito.signin.user.admin"],
    keys: [key],
    fetch: network.fetch,
    now: time.now,
    wait: time.wait,
    onEvent: (event) => events.push(event),
  };
  const process = (options: Partial<SessionsOptions> = {}) =>
    createSessions({ ...common, store, ...options });
  const browser = (sessions: Sessions) => createAppBrowser(sessions, appOrigin, server.url);
  return {
    server,
    poolId,
    issuer,
    client,
    person,
    time,
    store,
    network,
    events,
    process,
    cookieProcess: (options = {}) => createSessions({ ...common, cookie: true, ...options }),
    browser,
    fresh: () => browser(process()),
    async answer(browser, path) {
      const { pathname, search } = new URL(await browser.answerOfProvider(person, path));
      return pathname + search;
    },
  };
}
