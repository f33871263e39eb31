/** The operating system's generator behind the `Random` port. */
import { randomBytes, randomUUID } from "node:crypto";
import { uuidTime } from "../core/ids.ts";
import type { Random } from "../core/ports.ts";

export function createRandom(): Random {
  const orderedUuid = createOrderedUuid();
  return { bytes: (length) => randomBytes(length), uuid: () => randomUUID(), orderedUuid, characters };
}

/** The 12 bits after the time count within a millisecond (RFC 9562 §6.2, method 1); the 62 of a version 4 follow. */
function createOrderedUuid(): Random["orderedUuid"] {
  let moment = Number.NaN;
  let count = 0;
  return (at) => {
    count = at === moment ? Math.min(count + 1, 0xfff) : 0;
    moment = at;
    return `${uuidTime(at)}-7${count.toString(16).padStart(3, "0")}${randomUUID().slice(18)}`;
  };
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
