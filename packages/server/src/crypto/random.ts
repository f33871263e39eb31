/** The operating system's generator behind the `Random` port. */
import { randomBytes, randomUUID } from "node:crypto";
import { uuidTime } from "../core/ids.ts";
import type { Random } from "../core/ports.ts";

export function createRandom(): Random {
  return { bytes: (length) => randomBytes(length), uuid: () => randomUUID(), orderedUuid, characters };
}

/** With the 74 random bits of a version 4. */
function orderedUuid(at: number): string {
  return `${uuidTime(at)}-7${randomUUID().slice(15)}`;
}

function characters(length: number, alphabet: string): string {
  if (alphabet.length === 0 || alphabet.length > 256) {
    throw new RangeError(`an alphabet has 1 to 256 characters, not ${alphabet.length}`);
  }
  // Bytes past the last whole multiple would favour the first letters (modulo bias): they are thrown away.
  const limit = 256 - (256 % alphabet.length);
  let text = "";
  while (text.length < length) {
    for (const byte of randomBytes(length - text.length)) {
      if (byte < limit) text += alphabet.charAt(byte % alphabet.length);
    }
  }
  return text;
}
