/**
 * What is there, or a function that makes it with the first request. Next.js loads an app's modules while it builds, where the app's
 * settings are not.
 */
export type Later<Thing> = Thing | (() => Thing);

export function made<Thing extends object>(later: Later<Thing>): Thing {
  return typeof later === "function" ? later() : later;
}
