/** What the page tells the script of a browser-only app. */
export interface TabSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly home: string;
  readonly api: string;
}

export function readSettings(): TabSettings {
  return JSON.parse(document.getElementById("settings")?.textContent ?? "null");
}
