/** What happens to a token request on a bad day, drawn by lot from a seed. */

/**
 * - `late`: the answer comes 400 ms late.
 * - `answerLost`: the server has done what was asked, and nobody learns of it.
 * - `requestLost`: it never arrives.
 * - `unavailable`: a proxy says 502.
 */
export type Fault = "answerLost" | "late" | "none" | "requestLost" | "unavailable";

const bad: readonly Fault[] = ["late", "answerLost", "requestLost", "unavailable"];

/** However bad the day, the network is not gone for longer than the grace period of refresh tokens: no client could help that. */
const mostInARow = 3;

/** Every second request has a fault, each kind as often as the others. */
export function drawFaults(seed: number): () => Fault {
  const random = createRandom(seed);
  let inARow = 0;
  return () => {
    const fault = random() < 0.5 || inARow === mostInARow ? "none" : bad[Math.floor(random() * bad.length)];
    inARow = fault === "none" ? 0 : inARow + 1;
    return fault ?? "none";
  };
}

/** In [0, 1): mulberry32, which is enough for lots. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
