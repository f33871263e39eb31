/** The public keys to check a token with: from where the user says, or from the data folder when it has the token's pool. */
import { readFile } from "node:fs/promises";
import { type InspectKey, parseKeySet } from "@poolhouse/client/inspect";
import { placeOfData } from "../config/config.ts";
import type { Environment } from "../config/env.ts";
import { isLoopback } from "../config/loopback.ts";
import { poolId } from "../core/ids.ts";
import type { Arguments } from "./arguments.ts";
import { CommandFailure, usageFailure } from "./command.ts";
import { configOfData, hasData, withData } from "./open-data.ts";

export interface FoundKeys {
  /** Undefined: none were found, and the signature stays unchecked. */
  readonly keys: readonly InspectKey[] | undefined;
  readonly from: string | undefined;
  readonly notes: readonly string[];
}

const noKeys: FoundKeys = { keys: undefined, from: undefined, notes: [] };

/** `issuer` is the token's own word. It is compared with what the user gave and never followed. */
export async function findKeys(
  given: Arguments,
  issuer: string | undefined,
  environment: Environment,
): Promise<FoundKeys> {
  if (issuer === undefined) return noKeys;
  const set = given.value("jwks");
  if (set !== undefined) return { keys: await readKeySet(set), from: set, notes: [] };
  const wanted = given.value("issuer");
  if (wanted !== undefined) {
    const url = `${wanted.replace(/\/$/, "")}/.well-known/jwks.json`;
    return { keys: await readKeySet(url), from: url, notes: [] };
  }
  return keysOfData(given.value("data"), issuer, environment);
}

async function keysOfData(
  flag: string | undefined,
  issuer: string,
  environment: Environment,
): Promise<FoundKeys> {
  const config = configOfData(flag, environment);
  const place = placeOfData(config);
  if (!hasData(config)) {
    return {
      ...noKeys,
      notes: ["To check the signature: --issuer <url>, --jwks <file or url> or --data <folder>."],
    };
  }
  const id = poolId(issuer.slice(issuer.lastIndexOf("/") + 1));
  const reading = withData(flag, environment, async ({ world: { store } }) => {
    if ((await store.read.pools.find(id)) === undefined) {
      return { ...noKeys, notes: [`The pool ${id} is not in ${place}, so its keys are not known here.`] };
    }
    const keys = await store.read.signingKeys.list(id);
    return {
      keys: keys.map(({ publicJwk }) => ({ ...publicJwk })),
      from: `pool ${id} in ${place}`,
      notes: [],
    };
  });
  // A folder that was named must open; the default one was worth a try.
  return flag === undefined ? reading.catch((error: unknown) => unreadable(place, error)) : reading;
}

function unreadable(place: string, error: unknown): FoundKeys {
  const [first = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
  return { ...noKeys, notes: [`The keys in ${place} could not be read: ${first}`] };
}

async function readKeySet(place: string): Promise<readonly InspectKey[]> {
  const text = /^https?:\/\//i.test(place) ? await fetchText(place) : await readText(place);
  const keys = parseKeySet(text);
  if (keys === undefined) throw notAKeySet(place);
  return keys;
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    const why = "There is no file there that this user may read.";
    throw usageFailure(`The key set ${file} cannot be read.`, why, "Give --jwks a file, or an https URL.", {
      cause,
    });
  }
}

const longestFetchMs = 10_000;

/** Asks for public keys only; nothing of the token goes with it. */
async function fetchText(place: string): Promise<string> {
  const url = URL.parse(place);
  if (url === null || (url.protocol !== "https:" && !isLoopback(url.hostname))) {
    const why = "Over plain http anybody on the way could give false keys.";
    throw usageFailure(`${place} is not fetched.`, why, "Give an https URL, or one on this machine.");
  }
  try {
    const response = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(longestFetchMs) });
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    return await response.text();
  } catch (cause) {
    throw notFetched(place, cause);
  }
}

function notFetched(place: string, cause: unknown): CommandFailure {
  return new CommandFailure(
    `The keys could not be fetched from ${place}.`,
    `The reason was: ${reasonOf(cause)}.`,
    "Check the URL and that the server runs, or give a file: --jwks <file>.",
    { cause },
  );
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const inner = error.cause instanceof Error ? error.cause : error;
  return "code" in inner ? `${inner.message || inner.name} (${String(inner.code)})` : inner.message;
}

function notAKeySet(place: string): CommandFailure {
  return usageFailure(
    `${place} holds no key set.`,
    'A key set is JSON: {"keys": [{"kty": …}]}.',
    "Give the jwks_uri of the issuer's discovery document, or a file of the same content.",
  );
}
