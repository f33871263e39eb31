/** The sign-in of an app as React sees it. Written without JSX, so that it takes no compiler's side. */
import {
  createContext,
  createElement,
  type ReactElement,
  type ReactNode,
  useContext,
  useEffect,
  useSyncExternalStore,
} from "react";
import type { BrowserAuth } from "../browser/browser-auth.ts";
import { type AuthState, startingState } from "../browser/states.ts";
import { ClientError } from "../errors/client-error.ts";

const AuthContext = createContext<BrowserAuth | undefined>(undefined);

export interface AuthProviderProps {
  /** Made once, outside of every component. */
  readonly auth: BrowserAuth;
  readonly children?: ReactNode;
}

/**
 * Starts the sign-in once the app stands, and hands it to `useAuth` and `useAuthFetch` below. Renders its children from the
 * beginning: while the status is `starting`, on a server above all, nothing is known about who is there.
 *
 * @example
 * const auth = createBrowserAuth({ issuer, clientId, redirectUri });
 * root.render(<AuthProvider auth={auth}><App /></AuthProvider>);
 */
export function AuthProvider({ auth, children }: AuthProviderProps): ReactElement {
  useEffect(() => {
    // Once for all: a second call, as StrictMode makes it, shares the first one's work. Nothing stops it, since the sign-in is
    // the app's and not this component's.
    void auth.start();
  }, [auth]);
  return createElement(AuthContext.Provider, { value: auth }, children);
}

export type Auth = AuthState & Pick<BrowserAuth, "accessToken" | "signIn" | "signOut">;

/**
 * How things are, and what can be done. The component is rendered again with every change. Throws `config_invalid` without an
 * `AuthProvider` above.
 *
 * @example
 * const { status, claims, signIn, signOut } = useAuth();
 * if (status === "signedOut") return <button onClick={() => signIn()}>Sign in</button>;
 */
export function useAuth(): Auth {
  const auth = useContext(AuthContext) ?? missing();
  const state = useSyncExternalStore(
    auth.subscribe,
    () => auth.state,
    () => startingState,
  );
  const { accessToken, signIn, signOut } = auth;
  return { ...state, accessToken, signIn, signOut };
}

/**
 * A `fetch` with the access token, the same at every rendering: for addresses of your own API only. Throws `config_invalid`
 * without an `AuthProvider` above.
 *
 * @example
 * const authFetch = useAuthFetch();
 * const response = await authFetch("/api/boats");
 */
export function useAuthFetch(): typeof fetch {
  return (useContext(AuthContext) ?? missing()).fetch;
}

function missing(): never {
  throw new ClientError("config_invalid", "there is no <AuthProvider> above this component");
}
