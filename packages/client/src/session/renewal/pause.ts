/** Between half of it and all of it, so that those who wait together do not come back together. */
export function jittered(ms: number, random: () => number = Math.random): number {
  return ms * (0.5 + random() / 2);
}
