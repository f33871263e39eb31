/**
 * The CSS of SetUICustomization: rules for the classes that Cognito names, and nothing else. A stylesheet is accepted
 * or refused as a whole, because anything but a plain declaration (an at-rule, a URL, an escape, markup) could load
 * something or reach beyond its class.
 */
export const classicClasses = [
  "background-customizable",
  "banner-customizable",
  "errorMessage-customizable",
  "idpButton-customizable",
  "idpDescription-customizable",
  "inputField-customizable",
  "label-customizable",
  "legalText-customizable",
  "logo-customizable",
  "passwordCheck-notValid-customizable",
  "passwordCheck-valid-customizable",
  "redirect-customizable",
  "socialButton-customizable",
  "submitButton-customizable",
  "textDescription-customizable",
] as const;

export type ClassicClass = (typeof classicClasses)[number];

export interface ClassicRule {
  readonly className: ClassicClass;
  /** `:hover`, `:focus`, or nothing. */
  readonly state: string;
  readonly declarations: readonly (readonly [property: string, value: string])[];
}

export type ClassicCss =
  | { readonly ok: true; readonly rules: readonly ClassicRule[] }
  | { readonly ok: false; readonly problem: string };

export function readClassicCss(css: string): ClassicCss {
  const plain = withoutComments(css);
  const problem = forbiddenIn(plain);
  if (problem !== undefined) return { ok: false, problem: `${problem} is not allowed` };
  const rules: ClassicRule[] = [];
  const parts = plain.split("}").map((part) => part.trim());
  if (parts.pop() !== "") return { ok: false, problem: "a rule is not whole" };
  for (const rule of parts) {
    const [selectors, body, ...more] = rule.split("{");
    if (selectors === undefined || body === undefined || more.length > 0) {
      return { ok: false, problem: "a rule is not whole" };
    }
    const declarations = readDeclarations(body);
    if (declarations === undefined)
      return { ok: false, problem: `a declaration of ${selectors.trim()} is not one` };
    for (const selector of selectors.split(",")) {
      const found = readSelector(selector.trim());
      if (found === undefined)
        return { ok: false, problem: `${selector.trim()} is not a customizable class` };
      rules.push({ ...found, declarations });
    }
  }
  return { ok: true, rules };
}

/** A pattern for a whole comment would look for its end behind each beginning. */
function withoutComments(css: string): string {
  let plain = "";
  for (let at = 0; ; ) {
    const from = css.indexOf("/*", at);
    const to = from === -1 ? -1 : css.indexOf("*/", from + 2);
    if (to === -1) return plain + css.slice(at);
    plain += `${css.slice(at, from)} `;
    at = to + 2;
  }
}

/** What could load something or leave its place: @-rules, escapes, markup, and every function but these. */
function forbiddenIn(css: string): string | undefined {
  const sign = /[@\\<>]|\/\*/.exec(css)?.[0];
  if (sign !== undefined) return sign;
  // Backwards from each bracket: forwards a long name would be read again from each of its letters.
  const calls = [...css.matchAll(/(?<=([\w-]*)\s*)\(/g)].map(([, name = ""]) => name.toLowerCase());
  const call = calls.find((name) => !functions.includes(name));
  return call === undefined ? undefined : `${call}()`;
}

const functions = [
  "rgb",
  "rgba",
  "hsl",
  "hsla",
  "calc",
  "min",
  "max",
  "clamp",
  "linear-gradient",
  "radial-gradient",
];

function readSelector(selector: string): Pick<ClassicRule, "className" | "state"> | undefined {
  const [, name = "", state = ""] = /^\.([\w-]+)(:(?:hover|focus|active))?$/.exec(selector) ?? [];
  const className = classicClasses.find((each) => each === name);
  return className && { className, state };
}

function readDeclarations(body: string): ClassicRule["declarations"] | undefined {
  const all = body
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  const read = all.map((part) =>
    /^([a-z-]+)\s*:\s*(?!\s)((?:[^:{};"'\n]|"[^"\n]*"|'[^'\n]*')+)$/i.exec(part),
  );
  const found = read.filter((match) => match !== null);
  if (found.length < all.length) return undefined;
  return found.map(([, property = "", value = ""]) => [property.toLowerCase(), value.trim()] as const);
}
