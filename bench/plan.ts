// How long and how often things are measured, and in which order.

export interface Plan {
  readonly rounds: number;
  readonly warmSeconds: number;
  readonly measureSeconds: number;
  readonly ceilingSeconds: number;
  /** Starts per round of which the time to the first token is taken. */
  readonly starts: number;
  /** How long a server is left alone before its idle memory is read. */
  readonly idleSeconds: number;
  readonly connections: number;
  /** Connections that sign in by password while refreshes are measured. */
  readonly stormConnections: number;
}

const CONNECTIONS = { connections: 32, stormConnections: 16 };

export const FULL: Plan = {
  rounds: 3,
  warmSeconds: 2,
  measureSeconds: 6,
  ceilingSeconds: 3,
  starts: 3,
  idleSeconds: 1,
  ...CONNECTIONS,
};

export const SHORT: Plan = {
  rounds: 2,
  warmSeconds: 0.7,
  measureSeconds: 1.5,
  ceilingSeconds: 1,
  starts: 1,
  idleSeconds: 0.5,
  ...CONNECTIONS,
};

/** A B C, then B C A: nobody is always first, when the machine is coolest, or always behind the same neighbour. */
export function orderOfRound<Item>(items: readonly Item[], round: number): readonly Item[] {
  const first = items.length === 0 ? 0 : (round - 1) % items.length;
  return [...items.slice(first), ...items.slice(0, first)];
}
