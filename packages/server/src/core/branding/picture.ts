/** Is a picture what it claims to be? Images are recognised by their first bytes; SVG, which is text, by what it must not contain. */
import type { AssetType } from "../../model/shapes.ts";

type Extension = AssetType["Extension"];

/** Undefined when it is no base64. */
export function readPicture(base64: string): Uint8Array | undefined {
  try {
    return Uint8Array.fromBase64(base64);
  } catch {
    return undefined;
  }
}

export function isPicture(bytes: Uint8Array, extension: Extension): boolean {
  return extension === "SVG"
    ? isDrawing(bytes)
    : beginsWith(bytes, firstBytes[extension]) && isWebp(bytes, extension);
}

/** Of a kind that the classic pages take. */
export function classicExtension(bytes: Uint8Array): "PNG" | "JPEG" | undefined {
  return (["PNG", "JPEG"] as const).find((extension) => isPicture(bytes, extension));
}

const firstBytes = {
  PNG: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  JPEG: [0xff, 0xd8, 0xff],
  ICO: [0x00, 0x00, 0x01, 0x00],
  /** `RIFF`; the rest is `isWebp`'s. */
  WEBP: [0x52, 0x49, 0x46, 0x46],
} as const satisfies Readonly<Record<Exclude<Extension, "SVG">, readonly number[]>>;

function beginsWith(bytes: Uint8Array, first: readonly number[]): boolean {
  return first.every((byte, index) => bytes[index] === byte);
}

function isWebp(bytes: Uint8Array, extension: Extension): boolean {
  return extension !== "WEBP" || new TextDecoder().decode(bytes.subarray(8, 12)) === "WEBP";
}

/** It is shown as an image, where nothing in it runs, and sent with a policy under which nothing would; this is the third lock. */
function isDrawing(bytes: Uint8Array): boolean {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return false;
  }
  return (
    /^<svg[\s/>]/.test(withoutProlog(text)) &&
    !/<script|<foreignobject|<!doctype|<!entity|<iframe|\son\w+\s*=|javascript:/i.test(text)
  );
}

/** From the first tag on. A pattern for any number of comments takes for ever where no drawing follows them. */
function withoutProlog(text: string): string {
  let rest = text
    .trimStart()
    .replace(/^<\?xml[^>]*\?>/, "")
    .trimStart();
  while (rest.startsWith("<!--")) {
    const end = rest.indexOf("-->", 4);
    if (end === -1) return "";
    rest = rest.slice(end + 3).trimStart();
  }
  return rest;
}
