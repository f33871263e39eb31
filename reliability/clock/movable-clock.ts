/**
 * Loaded before the server. Its time of day is the machine's plus what the parent process says: time that has passed, which moves the
 * monotonic clock as well, and time by which the clock was set. Timers stay as they are.
 */
let passedMs = 0;
let setMs = 0;
const machineNow = Date.now;
const monotonicNow = performance.now.bind(performance);

Date.now = () => machineNow() + passedMs + setMs;
performance.now = () => monotonicNow() + passedMs;
globalThis.Date = new Proxy(Date, {
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length === 0 ? [target.now()] : args, newTarget),
  apply: (target) => new target(target.now()).toString(),
});

process.on("message", (message: { passedMs: number; setMs: number }) => {
  ({ passedMs, setMs } = message);
  process.send?.("moved");
});
// The channel to the parent keeps nothing alive.
process.channel?.unref();
