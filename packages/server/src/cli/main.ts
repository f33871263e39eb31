#!/usr/bin/env -S node --max-semi-space-size=16
/**
 * `poolhouse <command>`. The flag above keeps the young generation small, and so the memory under load; with half as much, what 32 sign-ins
 * hold would outlive two collections and be carried to the old generation.
 * Small, and the first to run: the compiled code of everything after it is kept for next time.
 */
import { enableCompileCache } from "node:module";
import { join } from "node:path";

// Beside the program and not in the shared temporary folder: who may write here may change the program anyway.
enableCompileCache(join(import.meta.dirname, "..", "..", "node_modules", ".cache", "compiled"));
const { runCommandLine } = await import("./run.ts");
process.exitCode = await runCommandLine(process.argv.slice(2));
