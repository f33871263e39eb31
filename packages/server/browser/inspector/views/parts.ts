/** The token as it is written, each part in a colour of its own and under its name. */
import type { TokenPart } from "@poolhouse/client/inspect";
import type { Inspection } from "../inspection.ts";
import { make } from "../nodes.ts";

const names: Readonly<Record<TokenPart["name"], string>> = {
  header: "Header",
  payload: "Payload",
  signature: "Signature",
  encryptedKey: "Encrypted key",
  iv: "Initialization vector",
  ciphertext: "Ciphertext",
  tag: "Authentication tag",
  text: "Text",
};

const says: Readonly<Partial<Record<TokenPart["name"], string>>> = {
  header: "JSON in base64url",
  payload: "JSON in base64url, for anybody to read",
  signature: "over header and payload",
  ciphertext: "for the server alone to read",
};

export function partsSection({ parts }: Inspection): HTMLElement {
  return make(
    "section",
    { class: "card stack parts", "aria-labelledby": "parts" },
    make("h2", { id: "parts" }, "As it is written"),
    make(
      "dl",
      {},
      ...parts.map(({ name, text }) =>
        make(
          "div",
          { class: `part part-${name}` },
          make("dt", {}, names[name], make("span", { class: "note" }, wordsOf(name, text))),
          make("dd", {}, make("code", {}, text)),
        ),
      ),
    ),
  );
}

function wordsOf(name: TokenPart["name"], text: string): string {
  const length = text === "" ? "empty" : `${text.length} characters`;
  return [length, says[name]].filter((words) => words !== undefined).join(", ");
}
