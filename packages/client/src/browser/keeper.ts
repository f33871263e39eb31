/**
 * Holds the session of this tab, and agrees on it with the page's storage and with the other tabs. What each storage shares:
 * `localStorage` one sign-in for all tabs; `sessionStorage` one for a tab and its duplicates, which begin with a copy; `memory`
 * nothing, except that a sign-out is for all.
 */
import { type ClientError, isClientError } from "../errors/client-error.ts";
import { isExpired, type TokenSet } from "../tokens/token-set.ts";
import type { Channel, Environment } from "./environment.ts";
import type { Message } from "./messages.ts";
import type { BrowserAuthOptions } from "./options.ts";
import { isNewer, type SavedSession } from "./saved-session.ts";
import type { AuthEvent, AuthState, States } from "./states.ts";
import { createTokenPlace, type TokenPlace } from "./token-place.ts";

/** How long other tabs have to say that they know better. They say so unasked too: this is for a message still on its way. */
const answerMs = 150;

export class Keeper {
  session: SavedSession | undefined;
  readonly #environment: Environment;
  readonly #states: States;
  readonly #storage: string;
  readonly #keepsRefreshTokens: boolean;
  readonly #place: TokenPlace;
  /** Sign-ins that must not come back with a late message. */
  readonly #over = new Set<string>();
  /** The sign-in that was seen in the storage: when it is there no more, somebody has removed it. */
  #seen: string | undefined;
  #error: ClientError | undefined;
  #channel: Channel | undefined;

  constructor(options: BrowserAuthOptions, environment: Environment, states: States, key: string) {
    const { storage = "memory", refreshTokens } = options;
    this.#environment = environment;
    this.#states = states;
    this.#storage = storage;
    this.#keepsRefreshTokens = refreshTokens !== undefined;
    this.#place = createTokenPlace(environment, storage, key);
  }

  /**
   * Begins to hear the other tabs; answers how to stop. `onEnded` is told of a sign-in of this tab's own that was ended because somebody
   * signed out in another.
   */
  open(name: string, onEnded: (session: SavedSession) => void): () => void {
    // Who speaks here is a copy of this kit: the channel's name has its format in it.
    const hear = (message: unknown) => this.#hear(message as Message, onEnded);
    const channel = this.#environment.openChannel(name, hear);
    this.#channel = channel;
    return () => channel.close();
  }

  /** Takes up what the page before this one left, without showing it yet. */
  restore(): void {
    const stored = this.#place.read();
    if (stored === undefined || !isNewer(stored, this.session)) return;
    this.session = this.#allowed(stored);
    this.#seen = stored.family;
    if (this.session !== stored) this.#save();
  }

  /** The first thing that is shown. An answer to nothing that we know of is no news to somebody who is signed in. */
  arrived(failure: ClientError | undefined): void {
    if (this.session === undefined || failure?.code !== "sign_in_unknown") this.#error ??= failure;
    this.show(this.session && "signedIn");
  }

  /** Reads again what all tabs share. */
  look(): void {
    if (this.#storage !== "localStorage") return;
    const stored = this.#place.read();
    if (stored !== undefined && !this.#over.has(stored.family) && isNewer(stored, this.session)) {
      this.#take(stored, false);
    }
    const family = this.session?.family;
    if (stored?.family === family) this.#seen = family;
    else if (this.#seen === family && this.#place.isEmpty()) this.#drop("signedOut");
  }

  /** The newest state that any tab knows; undefined when somebody has signed out. */
  async newest(than: SavedSession): Promise<SavedSession | undefined> {
    this.look();
    if (this.session === than && this.#storage !== "memory") {
      let stop = () => {};
      await new Promise<void>((resolve) => {
        this.#environment.after(answerMs, resolve);
        stop = this.#states.subscribe(() => this.session !== than && resolve());
        this.#say({ session: than });
      });
      stop();
    }
    return this.session;
  }

  /** Tokens of a sign-in, or of the renewal of `before`. False where nobody is there any more whose they would be. */
  keep(tokens: TokenSet, before?: SavedSession): boolean {
    if (before !== undefined) {
      this.look();
      // Signed out, or in anew, while the answer was on its way.
      if (this.session?.family !== before.family) return false;
    }
    const last = Math.max(this.#place.read()?.version ?? 0, this.session?.version ?? 0);
    const version = Math.max(this.#environment.now(), last + 1);
    this.#take({ family: before?.family ?? crypto.randomUUID(), version, tokens }, true);
    return true;
  }

  /** Something went wrong that ends nothing. */
  failed(error: ClientError): void {
    this.#error = error;
    this.show(this.#status() === "unavailable" ? "unavailable" : "error");
  }

  end(event: "ended" | "signedOut", error?: ClientError): void {
    const over = this.session?.family ?? "";
    this.#drop(event, error);
    this.#say({ over, event });
  }

  /** Shows how things are by the clock. */
  show(event?: AuthEvent): void {
    const status = this.#status();
    const isNews = status !== this.#states.get().status && (status === "expired" || status === "unavailable");
    const state = { status, claims: this.session?.tokens.claims, error: this.#error };
    this.#states.set(state, event ?? (isNews ? status : undefined));
  }

  #hear(message: Message, onEnded: (session: SavedSession) => void): void {
    if ("session" in message) this.#hearSession(message.session);
    else this.#hearEnd(message.over, message.event, onEnded);
  }

  #hearSession(session: SavedSession): void {
    const own = this.session;
    const { family } = session;
    if (this.#over.has(family)) this.#say({ over: family, event: "ended" });
    else if (this.#storage === "localStorage" || family === own?.family) {
      if (isNewer(session, own)) this.#take(session, false);
      else if (own !== undefined && isNewer(own, session)) this.#say({ session: own });
    }
  }

  /** A sign-out is for all tabs: where each has a sign-in of its own, for those too. */
  #hearEnd(over: string, event: "ended" | "signedOut", onEnded: (session: SavedSession) => void): void {
    const own = this.session;
    this.#over.add(over);
    if (own?.family === over) this.#drop(event);
    else if (own !== undefined && event === "signedOut" && this.#storage !== "localStorage") {
      onEnded(own);
      this.#drop(event);
    }
  }

  #say(message: Message): void {
    this.#channel?.say(message);
  }

  /** Own tokens are stored and told; what another tab has told is stored by it, if the place is shared. */
  #take(next: SavedSession, isOwn: boolean): void {
    const event = next.family === this.session?.family ? "renewed" : "signedIn";
    const session = this.#allowed(next);
    this.session = session;
    this.#error = undefined;
    if (isOwn || this.#storage !== "localStorage") this.#save();
    if (isOwn && this.#storage !== "memory") this.#say({ session });
    this.show(event);
    if (this.#error !== undefined) this.show("error");
  }

  #drop(event: AuthEvent, error?: ClientError): void {
    if (this.session !== undefined) this.#over.add(this.session.family);
    this.session = undefined;
    this.#error = error;
    this.#save();
    this.show(event);
  }

  /** Refresh tokens only where the app has said that they are rotated (BF-03). */
  #allowed(session: SavedSession): SavedSession {
    const { tokens } = session;
    if (this.#keepsRefreshTokens || tokens.refreshToken === undefined) return session;
    return { ...session, tokens: { ...tokens, refreshToken: undefined } };
  }

  #save(): void {
    const { session } = this;
    this.#seen = undefined;
    try {
      this.#place.write(session);
      this.#seen = session?.family;
    } catch (error) {
      // The session goes on in memory; without one there is nothing to lose.
      if (session !== undefined && isClientError(error)) this.#error = error;
    }
  }

  #status(): AuthState["status"] {
    if (this.session === undefined) return "signedOut";
    const { tokens } = this.session;
    if (!isExpired(tokens, this.#environment.now())) return "signedIn";
    return tokens.refreshToken === undefined ? "expired" : "unavailable";
  }
}
