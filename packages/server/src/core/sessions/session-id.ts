import type { World } from "../ports.ts";

const alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

/** 28 characters: of a sign-in of an app, or of a browser. */
export function newSessionId(world: Pick<World, "random">, kind: "tkn" | "sso"): string {
  return kind + world.random.characters(25, alphabet);
}
