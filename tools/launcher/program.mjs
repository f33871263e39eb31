/** The compiled program, as its launcher, an installed `poolhouse` and the compatibility tests run it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./process.mjs";

/** What Node is to be called with: the options that the program's first line gives to Node, and the program. */
export function program() {
  const file = join(root, "packages", "server", "dist", "cli", "main.js");
  const options = /^#!.* node (.*)/.exec(readFileSync(file, "utf8"))?.[1]?.split(" ") ?? [];
  return [...options, file];
}
