/** What the tabs of one origin and client tell each other. Tokens only go between tabs that can read the same storage, or a copy of it. */
import type { SavedSession } from "./saved-session.ts";

export type Message =
  /** This is what I know. Who knows better answers with that. */
  | { readonly session: SavedSession }
  /** This sign-in is over. */
  | { readonly over: string; readonly event: "ended" | "signedOut" };
