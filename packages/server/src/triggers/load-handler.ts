/**
 * A handler in a file beside the operator's own: an unchanged Lambda function, ES module or CommonJS. Only that file may name
 * one, and never the network: a module is code that runs with everything this process may do, so whoever may name
 * one owns the house. An access key, which may set a pool's targets, must not be enough for that.
 */
import { pathToFileURL } from "node:url";
import type { LambdaHandler } from "./lambda-handler.ts";

/** Throws what is wrong with it, in a sentence. */
export async function loadHandler(file: string, name: string): Promise<LambdaHandler> {
  const moduleUrl = pathToFileURL(file).href;
  const loaded: unknown = await import(moduleUrl);
  const handler = memberOf(loaded, name) ?? memberOf(memberOf(loaded, "default"), name);
  if (typeof handler !== "function") throw new Error(`It exports no function named ${name}.`);
  // A function is called as Lambda calls it; whatever it makes of that is its own.
  return handler as LambdaHandler;
}

function memberOf(value: unknown, name: string): unknown {
  const isHolder = (typeof value === "object" && value !== null) || typeof value === "function";
  // A module's exports: reading a member that is not there gives undefined.
  return isHolder ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}
