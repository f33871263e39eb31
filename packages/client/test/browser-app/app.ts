/** A browser-only app, driven by a test through `window`. */
import { type BrowserAuth, type BrowserAuthOptions, createBrowserAuth } from "../../src/browser/index.ts";

export interface AppSettings {
  readonly options: Omit<BrowserAuthOptions, "now">;
  /** How far the app's clock is ahead of the machine's, in milliseconds. */
  readonly aheadMs: number;
}

declare global {
  interface Window {
    auth: BrowserAuth;
    aheadMs: number;
    events: string[];
  }
}

const settings: AppSettings = JSON.parse(document.getElementById("settings")?.textContent ?? "null");
window.aheadMs = settings.aheadMs;
window.events = [];
window.auth = createBrowserAuth({ ...settings.options, now: () => Date.now() + window.aheadMs });

const names = ["ended", "error", "expired", "renewed", "signedIn", "signedOut", "unavailable"] as const;
for (const name of names) window.auth.on(name, () => window.events.push(name));

function show(): void {
  const status = document.getElementById("status");
  if (status !== null) status.textContent = window.auth.state.status;
}

window.auth.subscribe(show);
await window.auth.start();
show();
