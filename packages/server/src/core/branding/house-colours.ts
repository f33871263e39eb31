/** Poolhouse's own colours: each role once per colour scheme. A pool's branding overrides them as custom properties. */
import { colourPaths, type StyleRole } from "./style.ts";

export interface Colours {
  readonly background: string;
  readonly surface: string;
  readonly text: string;
  readonly muted: string;
  readonly primary: string;
  readonly onPrimary: string;
  readonly border: string;
  readonly focus: string;
  readonly error: string;
  readonly success: string;
}

export const light: Colours = {
  background: "#FAF7F0",
  surface: "#FFFFFF",
  text: "#10222B",
  muted: "#4A5E66",
  primary: "#0B6170",
  onPrimary: "#FFFFFF",
  border: "#7C8F96",
  focus: "#1592A6",
  error: "#B3361B",
  success: "#1F6B45",
};

export const dark: Colours = {
  background: "#0C171C",
  surface: "#13252C",
  text: "#E8F1F2",
  muted: "#9DB2B9",
  primary: "#5CCAD6",
  onPrimary: "#06181C",
  border: "#6B828A",
  focus: "#5CCAD6",
  error: "#FF9B80",
  success: "#85D9A8",
};

/** The same as a Settings document, for whoever asks what a branding leaves as it is. */
export function houseSettings(): object {
  const document: Record<string, unknown> = {
    categories: { global: { colorSchemeMode: "DYNAMIC" } },
  };
  for (const [mode, colours] of [
    ["lightMode", light],
    ["darkMode", dark],
  ] as const) {
    for (const [role, colour] of Object.entries(documented)) {
      // The cast: `documented` has no other roles.
      put(
        document,
        colourPaths[role as StyleRole].replace("*", mode),
        `${colours[colour].slice(1).toLowerCase()}ff`,
      );
    }
  }
  return document;
}

const documented = {
  background: "background",
  surface: "surface",
  text: "text",
  heading: "text",
  muted: "muted",
  button: "primary",
  onButton: "onPrimary",
  primary: "primary",
  border: "border",
  focus: "focus",
  error: "error",
  success: "success",
} as const satisfies Partial<Record<StyleRole, keyof Colours>>;

function put(document: Record<string, unknown>, path: string, value: unknown): void {
  const names = path.split(".");
  const last = names.pop() ?? "";
  let place = document;
  for (const name of names) {
    place[name] ??= {};
    // Only objects were put there.
    place = place[name] as Record<string, unknown>;
  }
  place[last] = value;
}
