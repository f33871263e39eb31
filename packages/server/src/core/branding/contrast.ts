/** Is a text readable? WCAG 2.2, "contrast ratio" of two colours, ignoring their transparency. */
import { dark, light } from "./house-colours.ts";
import type { Colour, Style } from "./style.ts";

/** Success criterion 1.4.3, for text. */
const leastContrast = 4.5;

export function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/** The one of black and white that is read better on it. */
export function readableOn(ground: string): Colour {
  return contrast("#ffffff", ground) >= contrast("#000000", ground) ? "#ffffff" : "#000000";
}

/** WCAG 2.2, "relative luminance". */
function luminance(hex: string): number {
  const linear = (at: number) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(1) + 0.7152 * linear(3) + 0.0722 * linear(5);
}

/** Texts of a style on what they stand on: `dark onButton on button, 2.1 : 1`. */
export function unreadablePairs(style: Style): readonly string[] {
  return (["light", "dark"] as const).flatMap((scheme) => {
    const colours = coloursOf(style, scheme);
    return pairs.flatMap(([text, ground]) => {
      const ratio = contrast(colours[text], colours[ground]);
      return ratio < leastContrast ? [`${scheme} ${text} on ${ground}, ${ratio.toFixed(1)} : 1`] : [];
    });
  });
}

/** The style's, where it has them; otherwise the house's. A button's text that is not set is the one that can be read. */
export function coloursOf(style: Style, scheme: "light" | "dark") {
  const own = style[scheme];
  const house = scheme === "light" ? light : dark;
  const button = own.button ?? house.primary;
  return {
    background: own.background ?? house.background,
    surface: own.surface ?? house.surface,
    text: own.text ?? house.text,
    heading: own.heading ?? own.text ?? house.text,
    muted: own.muted ?? house.muted,
    primary: own.primary ?? house.primary,
    error: own.error ?? house.error,
    button,
    onButton: own.onButton ?? (own.button === undefined ? house.onPrimary : readableOn(button)),
  };
}

const pairs = [
  ["text", "background"],
  ["text", "surface"],
  ["heading", "surface"],
  ["muted", "surface"],
  ["primary", "surface"],
  ["primary", "background"],
  ["error", "surface"],
  ["onButton", "button"],
] as const;
