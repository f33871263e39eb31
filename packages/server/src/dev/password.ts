import type { Random } from "../core/ports.ts";

const consonants = "bdfghklmnprstvz";
const vowels = "aeiou";

/** Random, pronounceable and quick to type: `Tavobi-Kemulo-Radine-47`. 62 bits, and every kind of character. */
export function typeablePassword(random: Pick<Random, "characters">): string {
  const syllable = (): string => random.characters(1, consonants) + random.characters(1, vowels);
  const word = (): string => {
    const [first = "", ...rest] = syllable() + syllable() + syllable();
    return first.toUpperCase() + rest.join("");
  };
  return [word(), word(), word(), random.characters(2, "23456789")].join("-");
}
