/** The colours of the house: each role once per scheme. A pool's branding replaces them as custom properties. */

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

/** `--on-primary: #FFFFFF;` and so on, for one scheme. */
export function customProperties(colours: Colours): string {
  return Object.entries(colours)
    .map(([role, value]) => `--${role.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}: ${value};`)
    .join(" ");
}
