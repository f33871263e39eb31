/** A branding as a stylesheet, after the house's own. Every value has been checked: colours and numbers, or plain declarations. */
import type { ClassicClass, ClassicRule } from "../../core/branding/classic-css.ts";
import { coloursOf } from "../../core/branding/contrast.ts";
import { dark, light } from "../../core/branding/house-colours.ts";
import type { Style, StyleRole } from "../../core/branding/style.ts";
import { customProperties } from "./colours.ts";

interface Image {
  readonly light: string;
  readonly dark: string;
}

export interface BrandImages {
  readonly page: Image | undefined;
  readonly form: Image | undefined;
}

export function managedStylesheet(style: Style, images: BrandImages): string {
  const shape = shapeOf(style, images);
  if (style.scheme === "LIGHT") return shape + schemeOf(style, images, "light", "light");
  if (style.scheme === "DARK") return shape + schemeOf(style, images, "dark", "dark");
  const atNight = schemeOf(style, images, "dark", "light dark");
  return `${shape}${schemeOf(style, images, "light", "light dark")}@media (prefers-color-scheme: dark) {\n${atNight}}\n`;
}

/** Rules written for Cognito's classic pages, which are light: so ours are, too. */
export function classicStylesheet(rules: readonly ClassicRule[]): string {
  const own = rules.flatMap(({ className, state, declarations }) => {
    const selectors = classicSelectors[className];
    if (selectors === undefined || declarations.length === 0) return [];
    const body = declarations.map(([property, value]) => `${property}: ${value};`).join(" ");
    return [`${selectors.map((selector) => selector + state).join(", ")} { ${body} }`];
  });
  return `:root { color-scheme: light; ${customProperties(light)} }\n${own.join("\n")}\n`;
}

/** What stands on our pages for each of Cognito's classes; those of other providers have nothing there. */
const classicSelectors: { readonly [Name in ClassicClass]?: readonly string[] } = {
  "background-customizable": ["body"],
  "banner-customizable": [".brand"],
  "errorMessage-customizable": [".summary", ".wrong"],
  "inputField-customizable": [".control input"],
  "label-customizable": [".field > label"],
  "legalText-customizable": [".legal"],
  "logo-customizable": [".logo"],
  "redirect-customizable": [".links a"],
  "submitButton-customizable": [".button:not(.quiet)"],
  "textDescription-customizable": [".lead"],
};

function shapeOf({ radius, logo }: Style, images: BrandImages): string {
  const rules = [
    radius.form !== undefined && `.card { border-radius: ${radius.form}px; }`,
    radius.buttons !== undefined && `.button { border-radius: ${radius.buttons}px; }`,
    radius.input !== undefined && `.control input { border-radius: ${radius.input}px; }`,
    logo.place !== "start" && `.brand { justify-content: ${logo.place}; }`,
    images.page &&
      "body { background-size: cover; background-position: center; background-attachment: fixed; }",
    // What stands beside the card has nothing behind it but the picture.
    images.page && ".brand, .links { padding: 0 12px; border-radius: 8px; background: var(--surface); }",
    images.form && ".card { background-size: cover; background-position: center; }",
  ];
  return rules
    .filter(Boolean)
    .map((rule) => `${rule}\n`)
    .join("");
}

function schemeOf(style: Style, images: BrandImages, scheme: "light" | "dark", browser: string): string {
  const own = style[scheme];
  const colours = coloursOf(style, scheme);
  const { heading: _, ...roles } = colours;
  const others = { border: own.border, focus: own.focus, success: own.success };
  const house = scheme === "light" ? light : dark;
  const properties = customProperties({ ...house, ...defined(others), ...roles });
  const rules = extraRules.flatMap(([selector, property, role]) =>
    own[role] === undefined ? [] : [`${selector} { ${property}: ${own[role]}; }`],
  );
  for (const [selector, image] of [
    ["body", images.page],
    [".card", images.form],
  ] as const) {
    if (image) rules.push(`${selector} { background-image: url(${image[scheme]}); }`);
  }
  return [`:root { color-scheme: ${browser}; ${properties} }`, ...rules].map((rule) => `${rule}\n`).join("");
}

const extraRules: readonly (readonly [selector: string, property: string, role: StyleRole])[] = [
  ["h1, h2", "color", "heading"],
  [".card", "border-color", "line"],
  [".button:not(.quiet):hover", "background", "buttonHover"],
  [".button:not(.quiet):hover", "color", "onButtonHover"],
  [".button.quiet", "background", "quiet"],
  [".button.quiet", "border-color", "quietBorder"],
  [".button.quiet", "color", "onQuiet"],
  [".summary", "background", "alert"],
  [".summary", "border-color", "alertBorder"],
  [".control input", "background", "input"],
  [".field > label", "color", "label"],
  [".help", "color", "help"],
];

function defined<T extends object>(values: T): { [Key in keyof T]: NonNullable<T[Key]> } {
  // The cast: what is undefined has just been left out.
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]: NonNullable<T[Key]>;
  };
}
