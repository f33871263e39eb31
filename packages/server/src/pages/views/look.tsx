/** The page's look, for parts that stand deep inside it. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Words } from "../../languages/en.ts";
import { type Look, plainLook } from "../look.ts";

/** What every page is given. */
export interface WithLook {
  readonly look: Look;
}

export const LookContext = createContext<Look>(plainLook);

export function useLook(): Look {
  return useContext(LookContext);
}

export function useWords(): Words {
  return useContext(LookContext).words;
}
