/** Somebody who is signed in at an app of three processes, and what a story asks of their tokens. */
import type { TestServer } from "../../../server/test/support/server.ts";
import { isClientError, type OpenSession, type Sessions } from "../../src/session/index.ts";
import type { AppBrowser } from "./session-browser.ts";
import { rotating, type SessionStage, setSessionStage } from "./session-stage.ts";

export interface Signed {
  readonly stage: SessionStage;
  readonly browser: AppBrowser;
  readonly processes: readonly Sessions[];
  /** The person's session at each process. */
  open(): Promise<readonly OpenSession[]>;
}

/** Somebody who has signed in at an app of three processes; refresh tokens rotate, with ten seconds of grace. */
export async function signedIn(server: TestServer, settings: object = rotating()): Promise<Signed> {
  const stage = await setSessionStage(server, settings);
  const processes = [stage.process(), stage.process(), stage.process()];
  const browser = stage.browser(processes[0] ?? stage.process());
  await browser.signIn(stage.person);
  const open = async () => {
    const sessions = await Promise.all(processes.map((each) => each.open(browser.request("/"))));
    return sessions.map((session) => session ?? raise("nobody is signed in"));
  };
  return { stage, browser, processes, open };
}

export function raise(message: string): never {
  throw new Error(message);
}

export const hour = 3_600_000;

/** As an API would: is the token one of this pool, and alive? */
export async function opens({ url }: Pick<TestServer, "url">, token: string): Promise<boolean> {
  const response = await fetch(`${url}/oauth2/userInfo`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return response.ok;
}

export function newToken(sessions: readonly OpenSession[]): Promise<readonly string[]> {
  return Promise.all(sessions.map((session) => session.accessToken()));
}

export async function failureOf(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => raise("it was done"),
    (caught: unknown) => caught,
  );
  return isClientError(error) ? error.code : raise(String(error));
}
