/** Amplify v6, as it comes from npm, set up as an app would, with a storage of its own. It is one for the whole process. */
import { signIn } from "@aws-amplify/auth";
import { AUTH_KEY_PREFIX, cognitoUserPoolsTokenProvider } from "@aws-amplify/auth/cognito";
import { Amplify, type AuthConfig, ConsoleLogger, type KeyValueStorageInterface } from "@aws-amplify/core";
import type {
  CreateUserPoolClientCommandInput,
  CreateUserPoolCommandInput,
  SetUserPoolMfaConfigCommandInput,
} from "@aws-sdk/client-cognito-identity-provider";
import { expect, vi } from "vitest";
import { setMfa } from "./mfa.ts";
import { createClient, createPerson, createPool, password, type TestPerson } from "./pool.ts";
import { startTestServer, type TestServer } from "./server.ts";

export interface AmplifyApp {
  readonly userPoolId: string;
  readonly clientId: string;
  /** What Amplify keeps, by its own names without their common beginning. */
  readonly kept: () => Record<string, string>;
  readonly keep: (name: string, value: string) => void;
  /** As when a person clears what their browser keeps. */
  readonly forget: () => void;
}

export interface AmplifyStory extends AmplifyApp {
  /** Ada, whose e-mail address is verified, as is her phone number. */
  readonly person: TestPerson;
}

export interface AppSettings {
  readonly pool?: Partial<CreateUserPoolCommandInput>;
  readonly mfa?: Partial<SetUserPoolMfaConfigCommandInput>;
  readonly client?: Partial<CreateUserPoolClientCommandInput>;
}

export const email = "ada@example.com";
export const phone = "+15555550100";

export const done = { isSignedIn: true, nextStep: { signInStep: "DONE" } };
export const passwordFlow = { authFlowType: "USER_PASSWORD_AUTH" } as const;

/** A server whose address Amplify does not warn about: it is not AWS's. */
export async function startAmplifyServer(args: readonly string[] = []): Promise<TestServer> {
  ConsoleLogger.LOG_LEVEL = "ERROR";
  return startTestServer(args);
}

/** A pool that sends codes by mail, with a client that may sign in every way. */
export async function amplifyApp(server: TestServer, settings: AppSettings = {}): Promise<AmplifyApp> {
  // What it sends is newer than what the story before sent to the same address.
  server.advance(1);
  const userPoolId = await createPool(server, { AutoVerifiedAttributes: ["email"], ...settings.pool });
  if (settings.mfa !== undefined) await setMfa(server, userPoolId, settings.mfa);
  const { clientId } = await createClient(server, userPoolId, {
    ExplicitAuthFlows: [
      "ALLOW_USER_SRP_AUTH",
      "ALLOW_USER_PASSWORD_AUTH",
      "ALLOW_CUSTOM_AUTH",
      "ALLOW_USER_AUTH",
      "ALLOW_REFRESH_TOKEN_AUTH",
    ],
    ...settings.client,
  });
  return { userPoolId, clientId, ...configure(server, userPoolId, clientId) };
}

export async function amplifyStory(server: TestServer, settings: AppSettings = {}): Promise<AmplifyStory> {
  const app = await amplifyApp(server, settings);
  const person = await createPerson(server, app.userPoolId, "ada", {
    email,
    email_verified: "true",
    phone_number: phone,
    phone_number_verified: "true",
  });
  return { ...app, person };
}

export async function signedIn(server: TestServer, settings: AppSettings = {}): Promise<AmplifyStory> {
  const story = await amplifyStory(server, settings);
  expect(await signIn({ username: "ada", password })).toEqual(done);
  return story;
}

/** Amplify clears without waiting for it. */
export async function expectNothingKept({ kept }: Pick<AmplifyApp, "kept">): Promise<void> {
  await vi.waitFor(() => expect(kept()).toEqual({}));
}

/** Another browser, or this one with its storage cleared. */
export function configure(
  server: Pick<TestServer, "url">,
  userPoolId: string,
  userPoolClientId: string,
): Pick<AmplifyApp, "kept" | "keep" | "forget"> {
  const Auth = resourcesOf(server, userPoolId, userPoolClientId);
  Amplify.configure({ Auth }, { Auth: { tokenProvider: cognitoUserPoolsTokenProvider } });
  cognitoUserPoolsTokenProvider.setAuthConfig(Auth);
  const items = new Map<string, string>();
  cognitoUserPoolsTokenProvider.setKeyValueStorage(storageIn(items));
  const prefix = `${AUTH_KEY_PREFIX}.${userPoolClientId}.`;
  return {
    kept: () => Object.fromEntries([...items].map(([key, value]) => [key.replace(prefix, ""), value])),
    keep: (name, value) => items.set(prefix + name, value),
    forget: () => items.clear(),
  };
}

export function resourcesOf(
  { url: userPoolEndpoint }: Pick<TestServer, "url">,
  userPoolId: string,
  userPoolClientId: string,
): AuthConfig {
  return { Cognito: { userPoolId, userPoolClientId, userPoolEndpoint, loginWith: { username: true } } };
}

function storageIn(items: Map<string, string>): KeyValueStorageInterface {
  return {
    setItem: async (key, value) => {
      items.set(key, value);
    },
    getItem: async (key) => items.get(key) ?? null,
    removeItem: async (key) => {
      items.delete(key);
    },
    clear: async () => items.clear(),
  };
}
