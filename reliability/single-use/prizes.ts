/**
 * The conditional statements that make things good once, each as the storage port has it. A round has so many prizes of each kind, and
 * their names follow from its number, so that everybody claims the same.
 */
import { type FamilyId, familyId } from "../../packages/server/src/core/ids.ts";
import type { Store, Tables } from "../../packages/server/src/core/tables.ts";
import { aCode, ada, aFamily, house } from "../../packages/server/test/sql/fixtures.ts";

export interface Kind {
  readonly name: string;
  /** Before the first round. */
  found?(tables: Tables): Promise<void>;
  /** Before each round. */
  prepare?(tables: Tables, round: number): Promise<void>;
  /** True for whoever has it. */
  claim(tables: Tables, round: number, index: number): Promise<boolean>;
}

/** Of one kind in one round. */
const prizesOfKind = 100;

const dayMs = 24 * 60 * 60 * 1000;
const indexes = Array.from({ length: prizesOfKind }, (_, index) => index);

const codes: Kind = {
  name: "authorization codes",
  async prepare({ authorizationCodes }, round) {
    for (const index of indexes)
      await authorizationCodes.insert(aCode({ codeHash: codeHashOf(round, index) }));
  },
  claim: ({ authorizationCodes }, round, index) =>
    authorizationCodes.use(house, codeHashOf(round, index), Date.now()),
};

/** A right answer to a challenge uses its session up: nothing else makes a one-time password good once. */
const challenges: Kind = {
  name: "sessions of one-time passwords",
  claim: ({ singleUse }, round, index) =>
    singleUse.use(house, `session ${round} ${index}`, Date.now() + dayMs),
};

const generations: Kind = {
  name: "refresh generations",
  async found({ families }) {
    const living = {
      generation: 0,
      expiresAt: Date.now() + dayMs,
      endedAt: undefined,
      endReason: undefined,
    };
    for (const index of indexes) await families.insert(aFamily({ ...living, familyId: familyIdOf(index) }));
  },
  claim: ({ families }, round, index) => families.rotate(house, ada, familyIdOf(index), round, Date.now()),
};

export const kinds: readonly Kind[] = [codes, challenges, generations];
export const prizesOfRound = kinds.length * prizesOfKind;

/** By its place in the round; the kinds take turns. */
export function kindOf(prize: number): Kind {
  const kind = kinds[prize % kinds.length];
  if (kind === undefined) throw new Error("there is no kind");
  return kind;
}

export function claim(store: Store, round: number, prize: number): Promise<boolean> {
  const index = Math.floor(prize / kinds.length);
  return store.write((tables) => kindOf(prize).claim(tables, round, index));
}

function codeHashOf(round: number, index: number): string {
  return `code ${round} ${index}`;
}

function familyIdOf(index: number): FamilyId {
  return familyId(`family ${index}`);
}
