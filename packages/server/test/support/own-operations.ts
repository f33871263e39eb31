/** Poolhouse's own operations, which no SDK knows, with the types of their inputs and outputs. */
import type { PoolhouseOperations } from "../../src/model/poolhouse.ts";
import type { TestServer } from "./server.ts";
import { callSigned } from "./signed-call.ts";

export async function callOwn<O extends keyof PoolhouseOperations>(
  server: TestServer,
  operation: O,
  input: PoolhouseOperations[O]["input"],
): Promise<PoolhouseOperations[O]["output"]> {
  const { status, text } = await callSigned(server, operation, input);
  if (status !== 200) throw new Error(`${operation}: ${text}`);
  return JSON.parse(text);
}
