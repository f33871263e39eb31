/**
 * Which parts of a managed login's Settings document have an effect on our pages. The rest is stored and returned, and
 * has no effect; docs/pages.md has the list. Every value is checked here, so nothing else can reach a stylesheet.
 */
import type { ColorSchemeModeType } from "../../model/shapes.ts";

/** A colour as a stylesheet has it: `#rrggbbaa`. */
export type Colour = `#${string}`;

/** Of one scheme; what is left out stays the house's. */
export type SchemeStyle = { readonly [Role in StyleRole]?: Colour };

export type StyleRole = keyof typeof colourPaths;

export interface Style {
  readonly scheme: ColorSchemeModeType;
  readonly light: SchemeStyle;
  readonly dark: SchemeStyle;
  /** Corners, in px. */
  readonly radius: { readonly form?: number; readonly buttons?: number; readonly input?: number };
  readonly logo: { readonly isShown: boolean; readonly place: "start" | "center" | "end" };
  readonly hasPageImage: boolean;
  readonly hasFormImage: boolean;
}

export type StyleCheck =
  | { readonly ok: true; readonly style: Style }
  | { readonly ok: false; readonly path: string };

/** `null` stands for a document that says nothing. */
export function readStyle(settings: unknown): StyleCheck {
  let wrong: string | undefined;
  const at = (path: string): unknown => path.split(".").reduce(member, settings);
  const read = <T>(path: string, parse: (value: unknown) => T | undefined): T | undefined => {
    const value = at(path);
    if (value === undefined || value === null) return undefined;
    const parsed = parse(value);
    if (parsed === undefined) wrong ??= path;
    return parsed;
  };
  const scheme = (mode: "lightMode" | "darkMode"): SchemeStyle =>
    Object.fromEntries(
      Object.entries(colourPaths).flatMap(([role, path]) => {
        const colour = read(path.replace("*", mode), asColour);
        return colour === undefined ? [] : [[role, colour]];
      }),
    );
  const flag = (path: string): boolean => read(path, asBoolean) ?? true;
  const style: Style = {
    scheme: read("categories.global.colorSchemeMode", asScheme) ?? "DYNAMIC",
    light: scheme("lightMode"),
    dark: scheme("darkMode"),
    radius: {
      ...radius("form", read("components.form.borderRadius", asRadius)),
      ...radius("buttons", read("componentClasses.buttons.borderRadius", asRadius)),
      ...radius("input", read("componentClasses.input.borderRadius", asRadius)),
    },
    logo: {
      isShown: flag("components.form.logo.enabled"),
      place: read("components.form.logo.location", asPlace) ?? "start",
    },
    hasPageImage: flag("components.pageBackground.image.enabled"),
    hasFormImage: flag("components.form.backgroundImage.enabled"),
  };
  return wrong === undefined ? { ok: true, style } : { ok: false, path: wrong };
}

/** Where the document has each colour; `*` is `lightMode` or `darkMode`. */
export const colourPaths = {
  background: "components.pageBackground.*.color",
  surface: "components.form.*.backgroundColor",
  line: "components.form.*.borderColor",
  text: "components.pageText.*.bodyColor",
  heading: "components.pageText.*.headingColor",
  muted: "components.pageText.*.descriptionColor",
  button: "components.primaryButton.*.defaults.backgroundColor",
  onButton: "components.primaryButton.*.defaults.textColor",
  buttonHover: "components.primaryButton.*.hover.backgroundColor",
  onButtonHover: "components.primaryButton.*.hover.textColor",
  quiet: "components.secondaryButton.*.defaults.backgroundColor",
  quietBorder: "components.secondaryButton.*.defaults.borderColor",
  onQuiet: "components.secondaryButton.*.defaults.textColor",
  alert: "components.alert.*.error.backgroundColor",
  alertBorder: "components.alert.*.error.borderColor",
  primary: "componentClasses.link.*.defaults.textColor",
  input: "componentClasses.input.*.defaults.backgroundColor",
  border: "componentClasses.input.*.defaults.borderColor",
  label: "componentClasses.inputLabel.*.textColor",
  help: "componentClasses.inputDescription.*.textColor",
  focus: "componentClasses.focusState.*.borderColor",
  error: "componentClasses.statusIndicator.*.error.indicatorColor",
  success: "componentClasses.statusIndicator.*.success.indicatorColor",
} as const;

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}

/** Eight digits, as in Cognito's documents; six are understood too. */
function asColour(value: unknown): Colour | undefined {
  return typeof value === "string" && /^[0-9a-f]{6}([0-9a-f]{2})?$/i.test(value)
    ? `#${value.toLowerCase()}`
    : undefined;
}

function asRadius(value: unknown): number | undefined {
  return typeof value === "number" && value >= 0 && value <= 100 ? value : undefined;
}

function asBoolean(value: unknown): boolean | undefined {
  return typeof value === "boolean" ? value : undefined;
}

function asScheme(value: unknown): ColorSchemeModeType | undefined {
  return (["LIGHT", "DARK", "DYNAMIC"] as const).find((scheme) => scheme === value);
}

function asPlace(value: unknown): Style["logo"]["place"] | undefined {
  return (["start", "center", "end"] as const).find((place) => place.toUpperCase() === value);
}

function radius(name: keyof Style["radius"], value: number | undefined): Style["radius"] {
  return value === undefined ? {} : { [name]: value };
}
