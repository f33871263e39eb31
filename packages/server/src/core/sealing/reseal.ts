/**
 * From one master key to another: everything that stays sealed is sealed anew under the current key, the audit log's chains are ended under
 * it, and only then does the database name it as its key. Until that the old key is needed; afterwards nothing of the database is. What lives
 * for a day at most is left out: codes, sessions, flows. May be run again at any time; what is done already is passed over.
 */
import type { Trail } from "../audit/audit-record.ts";
import { newRecord } from "../audit/audited-store.ts";
import { sealChain } from "../audit/seal.ts";
import { listChains } from "../audit/verify.ts";
import type { World } from "../ports.ts";
import type { Store } from "../tables.ts";
import { sealedPlaces } from "./places.ts";
import type { SealedPlace, SealedText } from "./sealed-text.ts";

export interface ResealOptions {
  readonly trail: Trail;
  /** Of what, and how much of it was looked at so far. */
  readonly onProgress: (what: string, looked: number) => void;
  /** Between two looks: what a server had read before the first may be written back until then. */
  readonly pause: () => Promise<unknown>;
}

export interface Resealed {
  /** Texts by place, of those that had any. */
  readonly counts: ReadonlyMap<SealedPlace, Count>;
  /** They open with none of the keys, and are as they were. None: the other keys are not needed any more. */
  readonly closed: readonly SealedText[];
}

export interface Count {
  readonly all: number;
  /** Under another key than the current one until then. */
  readonly sealedAnew: number;
}

/** Servers still seal under another key: the current one is not theirs. */
export class OldKeyInUse extends Error {}

/** Throws `OldKeyInUse`, or `AuditHeadAltered` for a log that is not as it was written: then the other keys are still needed. */
export async function reseal(world: World, options: ResealOptions): Promise<Resealed> {
  const first = await sealAllAnew(world, options);
  const last = world.masterKeys.otherIds.length === 0 ? first : await lookAgain(world, options);
  if (last.closed.length === 0) await retireOthers(world, options);
  return { counts: first.counts, closed: last.closed };
}

/** What would be done. */
export async function countSealed(
  world: World,
  { onProgress }: Pick<ResealOptions, "onProgress">,
): Promise<Resealed> {
  return lookAtAll(world, onProgress, async () => undefined);
}

const mostLooks = 5;

/** Until there was nothing left to do. */
async function lookAgain(world: World, options: ResealOptions): Promise<Resealed> {
  for (let look = 0; look < mostLooks; look += 1) {
    await options.pause();
    const found = await sealAllAnew(world, options);
    if ([...found.counts.values()].every(({ sealedAnew }) => sealedAnew === 0)) return found;
  }
  throw new OldKeyInUse();
}

function sealAllAnew(world: World, { onProgress }: ResealOptions): Promise<Resealed> {
  return lookAtAll(world, onProgress, (changes) => replaceAll(world.store, changes));
}

interface Page {
  readonly anew: readonly Change[];
  readonly closed: readonly SealedText[];
}

interface Change {
  readonly old: SealedText;
  readonly text: string;
}

/** Other writers wait for a page, and not for more. */
const pageSize = 100;

async function lookAtAll(
  world: World,
  onProgress: ResealOptions["onProgress"],
  change: (changes: readonly Change[]) => Promise<void>,
): Promise<Resealed> {
  const counts = new Map<SealedPlace, Count>();
  const closed: SealedText[] = [];
  for (const place of everyPlace) {
    let all = 0;
    let sealedAnew = 0;
    for await (const texts of pagesOf(world.store, place)) {
      const page = sealPage(world, texts);
      await change(page.anew);
      sealedAnew += page.anew.length;
      closed.push(...page.closed);
      all += texts.reduce((sum, { text }) => sum + sealedIn(text).length, 0);
      onProgress(sealedPlaces[place].label, all);
    }
    if (all > 0) counts.set(place, { all, sealedAnew });
  }
  return { counts, closed };
}

// The names of a table of places are places.
const everyPlace = Object.keys(sealedPlaces) as readonly SealedPlace[];

async function* pagesOf({ read }: Store, place: SealedPlace): AsyncGenerator<readonly SealedText[]> {
  for (let after: readonly string[] | undefined; ; ) {
    const texts = await read.sealed.list(place, after, pageSize);
    yield texts;
    after = texts.at(-1)?.key;
    if (texts.length < pageSize) return;
  }
}

function sealPage(world: World, texts: readonly SealedText[]): Page {
  const anew: Change[] = [];
  const closed: SealedText[] = [];
  for (const old of texts) {
    const text = sealAnew(world, old);
    if (text === undefined) closed.push(old);
    else if (text !== old.text) anew.push({ old, text });
  }
  return { anew, closed };
}

/** A text that is sealed as a whole, or the members `sealedSecret` of JSON: what is written in it by others has its quotation marks escaped. */
const sealedForm = /(?<=^|"sealedSecret":")v1\.[^"]+/g;

function sealedIn(text: string): readonly string[] {
  return text.match(sealedForm) ?? [];
}

/** Undefined when something of it does not open. */
function sealAnew({ masterKeys, sealing }: World, { place, key, text }: SealedText): string | undefined {
  const purpose = sealedPlaces[place].purpose(key);
  let isClosed = false;
  const anew = text.replaceAll(sealedForm, (sealed) => {
    if (masterKeys.hasSealed(sealed)) return sealed;
    const opened = sealing.open(purpose, sealed);
    isClosed ||= opened === undefined;
    return opened === undefined ? sealed : sealing.seal(purpose, opened);
  });
  return isClosed ? undefined : anew;
}

/** Whatever somebody else has changed meanwhile is left to the next look. */
async function replaceAll(store: Store, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return;
  await store.write(async ({ sealed }) => {
    for (const { old, text } of changes) await sealed.replace(old, text);
  });
}

async function retireOthers(world: World, options: ResealOptions): Promise<void> {
  const { masterKeys, store } = world;
  const check = await store.read.sealed.findCheck();
  await endChains(world, options);
  await store.write(async ({ sealed }) => {
    for (const [keyId, key] of masterKeys.integrityKeys()) await sealed.putIntegrityKey(keyId, key);
    if (check !== undefined && !masterKeys.hasSealed(check)) {
      await sealed.replaceCheck(check, masterKeys.check());
    }
  });
}

/** A record in every chain, linked under the current key: whoever has another can neither alter what is before it nor cut it off. */
async function endChains(world: World, { trail, onProgress }: ResealOptions): Promise<void> {
  const { integrity, masterKeys, store } = world;
  const change = { what: "masterKey.change", on: `master key ${masterKeys.currentId}` };
  let looked = 0;
  for (const chain of await listChains(store)) {
    const head = await store.read.audit.findHead(chain);
    if (head === undefined || !integrity.isCurrent(head.mac)) {
      await store.write(({ audit }) => audit.insert(newRecord(world, trail, chain, [change])));
      await sealChain(world, chain);
    }
    looked += 1;
    onProgress("chains of the audit log", looked);
  }
}
