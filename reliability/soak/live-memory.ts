/** Loaded before the server: tells the parent process what is still in use after everything else was collected. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

process.on("message", () => {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  process.send?.((heapUsed + external) / 1_000_000);
});
// The channel to the parent keeps nothing alive.
process.channel?.unref();
