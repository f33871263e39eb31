import { ClientError, isClientError } from "../errors/client-error.ts";
import { createPublicProvider } from "../provider/provider.ts";
import { endSessionUrl, revoke } from "../provider/sign-out.ts";
import { createAuthFetch } from "../tokens/auth-fetch.ts";
import { isExpired, type TokenSet } from "../tokens/token-set.ts";
import type { BrowserAuth } from "./browser-auth.ts";
import type { Environment } from "./environment.ts";
import { Keeper } from "./keeper.ts";
import { type BrowserAuthOptions, checkOptions } from "./options.ts";
import { comeBack, leave } from "./redirects.ts";
import { createRenewal } from "./renewal.ts";
import type { SavedSession } from "./saved-session.ts";
import { createStates } from "./states.ts";
import { Watch } from "./watch.ts";

/** A token that took the place of a refused one is not replaced so soon: where it is refused too, another would not help. */
const replacedMs = 30_000;

/** What `createBrowserAuth` returns, in an environment that tests can hold. */
export function createAuth(options: BrowserAuthOptions, environment: Environment): BrowserAuth {
  checkOptions(options);
  const { fetch, now } = environment;
  const provider = createPublicProvider({ ...options, fetch, now });
  const key = `poolhouse 1 ${options.issuer} ${options.clientId}`;
  const states = createStates();
  const keeper = new Keeper(options, environment, states, key);
  const onEnded = ({ tokens }: SavedSession) => void revoke(provider, tokens.refreshToken).catch(() => {});
  const renew = createRenewal(provider, keeper, environment, options.verifySignature ?? null);
  const watch = new Watch(keeper, environment, renew);
  const redirects = { options, provider, environment, prefix: `${key} sign-in ` };
  let started: Promise<void> | undefined;
  let stops: (() => void)[] = [];
  let replacedUntil = 0;
  const accessToken = async (insteadOf?: string) => {
    await started;
    const token = await goodToken(keeper, watch, environment, now() < replacedUntil ? undefined : insteadOf);
    if (insteadOf && token !== insteadOf) replacedUntil = now() + replacedMs;
    return token;
  };
  return {
    get state() {
      return states.get();
    },
    async start() {
      if (started === undefined) {
        stops = [keeper.open(key, onEnded), watch.start(states)];
        started = arrive(keeper, watch, environment, comeBack(redirects));
      }
      await started;
      return states.get();
    },
    stop() {
      for (const stop of stops.splice(0)) stop();
      started = undefined;
    },
    subscribe: states.subscribe,
    on: (name, listener) => states.subscribe((state, event) => event === name && listener(state)),
    signIn: (more = {}) => leave(redirects, more),
    async signOut({ atProvider = true } = {}) {
      const { session } = keeper;
      keeper.end("signedOut");
      try {
        await revoke(provider, session?.tokens.refreshToken);
      } finally {
        const home = options.logoutUri ?? new URL("/", options.redirectUri).href;
        const url = atProvider ? await endSessionUrl(provider, home) : undefined;
        if (url !== undefined) environment.leaveFor(url.href);
      }
    },
    accessToken,
    idToken: () => keeper.session?.tokens.idToken,
    fetch: createAuthFetch({ accessToken }, { fetch }),
  };
}

/** The return from the provider, or what the page before this one left. */
async function arrive(
  keeper: Keeper,
  watch: Watch,
  environment: Environment,
  answer: Promise<TokenSet | undefined>,
): Promise<void> {
  let failure: ClientError | undefined;
  try {
    const tokens = await answer;
    if (tokens !== undefined) return void keeper.keep(tokens);
  } catch (error) {
    if (!isClientError(error)) throw error;
    failure = error;
  }
  keeper.restore();
  const { session } = keeper;
  if (session?.tokens.refreshToken !== undefined && isExpired(session.tokens, environment.now())) {
    // A failure is shown, and the sign-in is kept unless it is over.
    await watch.renew(session).catch(() => {});
  }
  keeper.arrived(failure);
}

async function goodToken(
  keeper: Keeper,
  watch: Watch,
  environment: Environment,
  insteadOf: string | undefined,
): Promise<string> {
  const { session } = keeper;
  if (session === undefined) throw new ClientError("not_signed_in");
  const { accessToken, refreshToken } = session.tokens;
  const isOver = isExpired(session.tokens, environment.now());
  if (!isOver && accessToken !== insteadOf) return accessToken;
  if (refreshToken !== undefined) {
    await watch.renew(session);
    // Another tab may have signed out meanwhile.
    if (keeper.session === undefined) throw new ClientError("not_signed_in");
    return keeper.session.tokens.accessToken;
  }
  keeper.show();
  if (isOver) throw new ClientError("access_token_expired");
  return accessToken;
}
