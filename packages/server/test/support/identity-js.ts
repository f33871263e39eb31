/** `amazon-cognito-identity-js` 6, as it comes from npm, with its callbacks as promises. */
import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserAttribute,
  CognitoUserPool,
  type CognitoUserSession,
  type IAuthenticationCallback,
  type ICognitoStorage,
} from "amazon-cognito-identity-js";
import type { TestServer } from "./server.ts";

export interface IdentityApp {
  readonly pool: CognitoUserPool;
  readonly storage: Map<string, string>;
  user(name: string): CognitoUser;
}

/** An app with a storage of its own: a browser, say. */
export function identityApp(
  server: Pick<TestServer, "url">,
  UserPoolId: string,
  ClientId: string,
): IdentityApp {
  const storage = new Map<string, string>();
  const Storage: ICognitoStorage = {
    getItem: (key) => storage.get(key) ?? null,
    setItem: (key, value) => void storage.set(key, value),
    removeItem: (key) => void storage.delete(key),
    clear: () => storage.clear(),
  };
  const pool = new CognitoUserPool({ UserPoolId, ClientId, endpoint: server.url, Storage });
  return { pool, storage, user: (Username) => new CognitoUser({ Username, Pool: pool, Storage }) };
}

/** Where a sign-in has come to: signed in, or what is asked next. */
export type Reached =
  | { readonly at: "signedIn"; readonly session: CognitoUserSession; readonly confirmationNecessary: boolean }
  | { readonly at: "newPassword" | "sms" | "totp" | "custom" | "setup" | "select"; readonly asked: unknown };

/** Calls one of the methods that take a map of callbacks. */
export function reach(start: (callbacks: IAuthenticationCallback) => void): Promise<Reached> {
  return new Promise((resolve, reject) => {
    const asks = (at: Exclude<Reached["at"], "signedIn">) => (first: unknown, second?: unknown) =>
      resolve({ at, asked: second ?? first });
    start({
      onSuccess: (session, confirmationNecessary = false) =>
        resolve({ at: "signedIn", session, confirmationNecessary }),
      onFailure: reject,
      newPasswordRequired: asks("newPassword"),
      mfaRequired: asks("sms"),
      totpRequired: asks("totp"),
      customChallenge: asks("custom"),
      mfaSetup: asks("setup"),
      selectMFAType: asks("select"),
    });
  });
}

/** The library's default flow: SRP, and the device when it knows one. */
export function authenticate(user: CognitoUser, Password?: string): Promise<Reached> {
  const Username = user.getUsername();
  const details = new AuthenticationDetails(Password === undefined ? { Username } : { Username, Password });
  return reach((callbacks) => user.authenticateUser(details, callbacks));
}

export async function signedIn(reaching: Promise<Reached>): Promise<CognitoUserSession> {
  const reached = await reaching;
  if (reached.at !== "signedIn") throw new Error(`the sign-in stopped at ${reached.at}`);
  return reached.session;
}

/** Calls one of the methods with a node-style callback. */
export function called<T>(start: (callback: (error: unknown, result: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    start((error, result) => (error ? reject(error) : resolve(result)));
  });
}

/** Calls one of the methods with `onSuccess` and `onFailure` alone. */
export function succeeded<T>(
  start: (callbacks: { onSuccess: (result: T) => void; onFailure: (error: unknown) => void }) => void,
): Promise<T> {
  return new Promise((onSuccess, onFailure) => start({ onSuccess, onFailure }));
}

export function attributes(values: Readonly<Record<string, string>>): CognitoUserAttribute[] {
  return Object.entries(values).map(([Name, Value]) => new CognitoUserAttribute({ Name, Value }));
}
