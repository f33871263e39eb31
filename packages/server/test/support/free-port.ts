import { createServer } from "node:net";
import { listenLocally } from "./listening.ts";

/** A port of the loopback address that nobody has at the moment. */
export async function freePort(): Promise<number> {
  const { port, close } = await listenLocally(createServer());
  await close();
  return port;
}
