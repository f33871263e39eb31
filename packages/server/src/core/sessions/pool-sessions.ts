/** Does the pool keep track of who is signed in where, and in how many places at most? */
export interface PoolSessions {
  readonly isTracking: boolean;
  /** Of one person; the least recently used ends when another begins. */
  readonly mostPerUser: number;
}

export const untrackedSessions: PoolSessions = { isTracking: false, mostPerUser: 20 };
