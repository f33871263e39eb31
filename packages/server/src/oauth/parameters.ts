/** The parameters of a form or a query: each at most once, an empty one as if it were absent (RFC 6749 §3.1). */
import { type OAuthFailure, refuse } from "./failures.ts";

export type Parameters = Readonly<Record<string, string | undefined>>;

export function parseParameters(encoded: string): Parameters {
  const { parameters, repeated } = collectParameters(encoded);
  if (repeated[0] !== undefined) throw repeatedParameter(repeated[0]);
  return parameters;
}

/** For an endpoint that must first know where to send its refusal. The first of a repeated parameter is kept. */
export function collectParameters(encoded: string): { parameters: Parameters; repeated: readonly string[] } {
  const parameters: Record<string, string | undefined> = Object.create(null);
  const repeated: string[] = [];
  for (const [name, value] of new URLSearchParams(encoded)) {
    if (Object.hasOwn(parameters, name)) repeated.push(name);
    else parameters[name] = value === "" ? undefined : value;
  }
  return { parameters, repeated };
}

export function repeatedParameter(name: string): OAuthFailure {
  return refuse("parameterRepeated", { parameter: name.slice(0, 64) });
}

export function requireParameter(parameters: Parameters, name: string): string {
  const value = parameters[name];
  if (value === undefined) throw refuse("parameterMissing", { parameter: name });
  return value;
}

/** Scopes are separated by spaces, each counts once; undefined when none were asked for. */
export function askedScopes(parameters: Parameters): readonly string[] | undefined {
  const scopes = parameters["scope"]?.split(" ").filter((scope) => scope !== "");
  return scopes === undefined || scopes.length === 0 ? undefined : [...new Set(scopes)];
}
