/**
 * What is there, or a function that makes it with the first request. Next.js loads an app's modules while it builds, where the app's
 * settings are not.
 */
export type Later<Thing> = Thing | (() => Thing);

const madeBy = new WeakMap<() => unknown, unknown>();

/** Made once by each function, since sessions and guards remember. One that throws is asked again by the next request. */
export function made<Thing extends object>(later: Later<Thing>): Thing {
  if (typeof later !== "function") return later;
  if (!madeBy.has(later)) madeBy.set(later, later());
  // Only what the same function has made is kept under it.
  return madeBy.get(later) as Thing;
}
