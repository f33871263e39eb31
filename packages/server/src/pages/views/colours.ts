/** Colours as custom properties. */
import type { Colours } from "../../core/branding/house-colours.ts";

/** `--on-primary: #FFFFFF;` and so on, for one scheme. */
export function customProperties(colours: Colours): string {
  return Object.entries(colours)
    .map(([role, value]) => `--${role.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}: ${value};`)
    .join(" ");
}
