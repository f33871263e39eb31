/** What the server wrote into the page: it is ours, so its form is taken for granted. */
import type { InspectKey } from "@poolhouse/client/inspect";

export interface Settings {
  /** What the issuers of this server begin with. */
  readonly publicUrl: string;
  /** The server's time when it made the page, in epoch milliseconds. */
  readonly now: number;
  readonly pools: readonly PoolKeys[];
  /** A token to try, in development mode. */
  readonly sample?: string;
}

export interface PoolKeys {
  readonly poolId: string;
  readonly issuer: string;
  readonly keys: readonly InspectKey[];
}

export function readSettings(element: HTMLElement): Settings {
  return JSON.parse(element.dataset["settings"] ?? "{}");
}
