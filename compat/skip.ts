import { Failure } from "../tools/launcher/process.mjs";

/** Says aloud what is not run, and why. In CI (`CI` is set) that is a failure, for CI skips nothing. */
export function skip(why: string, what = ""): void {
  if (process.env["CI"]) throw new Failure(`FAILED: ${why}. CI skips nothing.`);
  console.error(`SKIPPED: ${why}.${what}`);
}

export const everything = " Nothing was tested.";
