import { explainedError } from "../../errors/explained-error.ts";
import type { OpenSession, Sessions, VerifiedToken } from "../ports.ts";

/**
 * What was found out about a request, for the handlers that come later. Kept beside the request and not in a property of it, so that
 * it clashes with nobody's `request.session`, and has a type.
 */
const sessions = new WeakMap<object, Passenger>();
const tokens = new WeakMap<object, VerifiedToken>();

interface Passenger {
  readonly of: Sessions;
  readonly session: OpenSession;
  isEnded: boolean;
}

export function keepSession(request: object, of: Sessions, session: OpenSession): void {
  const passenger: Passenger = { of, session, isEnded: false };
  sessions.set(request, passenger);
  const end = session.end.bind(session);
  Object.assign(session, {
    end() {
      passenger.isEnded = true;
      return end();
    },
  });
}

/**
 * True when one was found before: a second one would send cookies that contradict those of the first. Not once the app has ended it,
 * or whoever was just signed out would pass.
 */
export function hasSession(request: object, of: Sessions): boolean {
  const passenger = sessions.get(request);
  return passenger?.of === of && !passenger.isEnded;
}

export function keepToken(request: object, token: VerifiedToken): void {
  tokens.set(request, token);
}

/** The session that `optionalSession` or `requireSession` found for this request, or undefined. */
export function findSession(request: object): OpenSession | undefined {
  return sessions.get(request)?.session;
}

/** The session that `requireSession` found for this request. Throws `not_signed_in` where it was not asked for this route. */
export function sessionOf(request: object): OpenSession {
  const session = findSession(request);
  if (session === undefined) {
    throw explainedError("not_signed_in", "use requireSession for this route, before its handler");
  }
  return session;
}

/** The token that `requireToken` has verified for this request. Throws `config_invalid` where it was not asked for this route. */
export function tokenOf(request: object): VerifiedToken {
  const token = tokens.get(request);
  if (token === undefined) {
    throw explainedError("config_invalid", "use requireToken for this route, before its handler");
  }
  return token;
}
