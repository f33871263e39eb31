/**
 * `poolhouse doctor`: what it looks at, one file for each check, all of them in `checks.ts`. A check changes nothing, and says for each
 * thing what was found and, where it is not as it should be, what to do.
 *
 * This file is what a check is.
 */
import type { Config } from "../../config/config.ts";
import type { MasterKeyRing } from "../../crypto/master-key.ts";
import type { DatabaseLook } from "../../sql/look/open-look.ts";

export interface Check {
  /** The heading of its findings. */
  readonly name: string;
  run(patient: Patient): Promise<readonly Finding[]>;
}

export type Finding =
  | { readonly state: "good"; readonly found: string }
  /** It works, and somebody should know. */
  | { readonly state: "warning"; readonly found: string; readonly cure: string }
  | { readonly state: "bad"; readonly found: string; readonly cure: string };

/** What is examined. What could not be opened is the reason why. */
export interface Patient {
  readonly config: Config;
  readonly database: DatabaseLook | Error;
  readonly masterKey: MasterKeyRing | Error;
  /** Epoch ms. */
  readonly now: () => number;
}

export function good(found: string): Finding {
  return { state: "good", found };
}

export function warning(found: string, cure: string): Finding {
  return { state: "warning", found, cure };
}

export function bad(found: string, cure: string): Finding {
  return { state: "bad", found, cure };
}

/** For a check that needs the database, where it cannot be opened: the check of the database says why. */
export function notAsked(what: string): Finding {
  return warning(`${what}: not checked, because the database cannot be opened.`, "See under Database.");
}
