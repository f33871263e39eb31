import type { SessionKeeper } from "./keeping/keeper.ts";
import type { Settings } from "./settings.ts";

/** What every route works with. */
export interface App {
  readonly settings: Settings;
  readonly keeper: SessionKeeper;
}
