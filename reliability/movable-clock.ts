/** Loaded before the server: its time of day is the machine's plus what the parent process says. Timers stay as they are. */
let aheadMs = 0;
const machineNow = Date.now;

Date.now = () => machineNow() + aheadMs;
globalThis.Date = new Proxy(Date, {
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length === 0 ? [target.now()] : args, newTarget),
  apply: (target) => new target(target.now()).toString(),
});

process.on("message", (message: { aheadMs: number }) => {
  ({ aheadMs } = message);
  process.send?.("moved");
});
// The channel to the parent keeps nothing alive.
process.channel?.unref();
