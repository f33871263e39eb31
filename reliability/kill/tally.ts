/** What the ledgers of all rounds hold together. */
import type { Figure } from "../scenario.ts";
import { countOf, type Ledger } from "./load.ts";

export function tallyOf(ledgers: readonly Ledger[]): Figure[] {
  const sum = (count: (ledger: Ledger) => number) =>
    ledgers.reduce((total, ledger) => total + count(ledger), 0);
  const counts = [
    `${sum(({ people }) => people.length)} people`,
    `${sum(({ families }) => families.length)} sign-ins`,
    `${sum(({ chains }) => chains.reduce((total, { tokens }) => total + tokens.length - 1, 0))} rotations`,
    `${sum(({ redeemed, raced }) => redeemed.length + raced.length)} codes`,
    `${sum(({ revoked }) => revoked.length)} revocations`,
    `${sum(({ unanswered }) => unanswered.size)} codes unanswered`,
  ];
  return [
    { name: "acknowledgements", value: `${sum(countOf)}` },
    { name: "of them", value: counts.join(", ") },
  ];
}
