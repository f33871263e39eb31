/** A browser, a provider, and an app in its tabs. */
import { createAuth } from "../auth.ts";
import type { BrowserAuth } from "../browser-auth.ts";
import type { BrowserAuthOptions } from "../options.ts";
import { createFakeBrowser, type FakeBrowser, type FakeTab } from "./fake-browser.ts";
import {
  clientId,
  createFakeProvider,
  type FakeProvider,
  type FakeProviderOptions,
  issuer,
} from "./fake-provider.ts";

export interface App {
  readonly tab: FakeTab;
  readonly auth: BrowserAuth;
  /** The names of its events, oldest first. */
  readonly events: string[];
}

export interface Stage {
  readonly browser: FakeBrowser;
  readonly provider: FakeProvider;
  readonly options: BrowserAuthOptions;
}

const eventNames = ["ended", "error", "expired", "renewed", "signedIn", "signedOut", "unavailable"] as const;

export const redirectUri = "https://app.example.com/callback";

export function setStage(
  options: Partial<BrowserAuthOptions> = {},
  provider: Omit<FakeProviderOptions, "now"> = {},
): Stage {
  const browser = createFakeBrowser();
  return {
    browser,
    provider: createFakeProvider({ ...provider, now: browser.now }),
    options: { issuer, clientId, redirectUri, ...options },
  };
}

/** A page of the app, in a new tab or after a reload of one. */
export function openApp(stage: Stage, tab: FakeTab = stage.browser.openTab(stage.provider.fetch)): App {
  const auth = createAuth(stage.options, tab);
  const events: string[] = [];
  for (const name of eventNames) auth.on(name, () => events.push(name));
  return { tab, auth, events };
}

/** From the app's button to the app again, signed in. */
export async function signIn(stage: Stage, tab?: FakeTab): Promise<App> {
  const before = openApp(stage, tab);
  await before.auth.start();
  await before.auth.signIn();
  before.auth.stop();
  before.tab.goTo(stage.provider.comeBack(before.tab.left.at(-1)));
  const app = openApp(stage, before.tab);
  await app.auth.start();
  return app;
}

/** What a reload leaves: the storage, and nothing else. */
export async function reload(stage: Stage, app: App): Promise<App> {
  app.auth.stop();
  const again = openApp(stage, app.tab);
  await again.auth.start();
  return again;
}

/** Lets time pass, in small steps, until it is done. */
export async function passing<Result>({ browser }: Stage, work: Promise<Result>): Promise<Result> {
  let isDone = false;
  const done = () => {
    isDone = true;
  };
  work.then(done, done);
  while (!isDone) {
    await turn();
    browser.advance(50);
  }
  return work;
}

/** Lets time pass until the condition holds. */
export function passingUntil(stage: Stage, condition: () => boolean): Promise<void> {
  const wait = async () => {
    for (let turns = 0; !condition(); turns++) {
      if (turns > 2000) throw new Error("it never came to be");
      await turn();
    }
  };
  return passing(stage, wait());
}

/** Everything that is on its way arrives, without a clock moving. */
export async function turn(): Promise<void> {
  for (let count = 0; count < 5; count++) await new Promise((resolve) => setTimeout(resolve, 0));
}
