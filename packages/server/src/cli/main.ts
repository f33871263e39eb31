#!/usr/bin/env -S node --max-semi-space-size=16
/**
 * `poolhouse <command>`. The flag above keeps the young generation small, and so the memory under load; with half as much, what 32 sign-ins
 * hold would outlive two collections and be carried to the old generation.
 * Small, and the first to run: the compiled code of everything after it is kept for next time. An old Node can read this file, and
 * is told so here: the other files are beyond it.
 */
import module from "node:module";
import { join } from "node:path";

const oldest = 26;
const { node } = process.versions;

if (Number.parseInt(node, 10) < oldest) {
  process.exitCode = 1;
  process.stderr.write(`Poolhouse needs Node ${oldest} or newer.
This is Node ${node}: ${process.execPath}
Install a newer one, from https://nodejs.org or with what your system has for it, and run the command again.
`);
} else {
  // Beside the program and not in the shared temporary folder: who may write here may change the program anyway.
  module.enableCompileCache(join(import.meta.dirname, "..", "..", "node_modules", ".cache", "compiled"));
  const { runCommandLine } = await import("./run.ts");
  process.exitCode = await runCommandLine(process.argv.slice(2));
}
