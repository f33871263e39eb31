/** Databases keep whole milliseconds. An end is cut down, so that nothing lives longer than was said. */
export function wholeMilliseconds(time: number): number {
  return Math.min(Math.floor(time), Number.MAX_SAFE_INTEGER);
}
