import { expect, test } from "vitest";
import { aPasskey } from "../../test/sql/fixtures.ts";
import { wordsOf } from "../languages/words.ts";
import { passkeyName } from "./passkey-name.ts";

const google = "ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4";
const nobody = "00000000-0000-0000-0000-000000000000";
const platform = { attachment: "platform", friendlyName: "Platform passkey" } as const;
const roaming = { attachment: "cross-platform", friendlyName: "Roaming passkey" } as const;
const silent = { attachment: undefined, friendlyName: "Passkey" } as const;

test.each([
  ["by its owner's word before all", { ...platform, friendlyName: "Work", aaguid: google }, "Work"],
  ["by who keeps it", { ...platform, aaguid: google }, "Google Password Manager"],
  ["by where it is", { ...platform, aaguid: nobody }, "Passkey auf einem Gerät"],
  [
    "by what it came from",
    { ...roaming, aaguid: nobody },
    "Passkey auf einem Telefon oder Sicherheitsschlüssel",
  ],
  ["as what it is, at least", { ...silent, aaguid: "constructor" }, "Passkey"],
])("a passkey is called %s", (_by, passkey, name) => {
  expect(passkeyName(wordsOf("de"), aPasskey(passkey))).toBe(name);
});
