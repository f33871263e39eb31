/** What a page takes from a branding: a stylesheet, a logo, a favicon, and its colour scheme. */

import { brandFilePath, brandStylePath } from "../core/branding/brand-paths.ts";
import { type BrandAsset, type Branding, everyClient } from "../core/branding/branding.ts";
import { readClassicCss } from "../core/branding/classic-css.ts";
import { readStyle } from "../core/branding/style.ts";
import type { AssetType } from "../model/shapes.ts";
import { contentHash } from "./views/asset.ts";
import { classicStylesheet, managedStylesheet } from "./views/brand-style.ts";

export interface Brand {
  /** Undefined where the house's own is all. */
  readonly style?: { readonly path: string; readonly css: string };
  readonly logo?: { readonly light: string; readonly dark: string };
  readonly favicon?: { readonly path: string; readonly type: string };
  /** For browsers: what they paint before the stylesheet has come. */
  readonly colorScheme: "light dark" | "light" | "dark";
}

export const houseBrand: Brand = { colorScheme: "light dark" };

const known = new WeakMap<readonly Branding[], Brand>();

/** The managed one of the app; otherwise its classic one, or the pool's. `brandings` is remembered where it is the same list. */
export function brandOf(brandings: readonly Branding[]): Brand {
  if (brandings.length === 0) return houseBrand;
  const brand = known.get(brandings) ?? makeBrand(brandings);
  known.set(brandings, brand);
  return brand;
}

function makeBrand(brandings: readonly Branding[]): Brand {
  const managed = brandings.find(({ content }) => content.kind === "managed");
  if (managed !== undefined) return managedBrand(managed);
  const own = brandings.find(({ clientId }) => clientId !== everyClient) ?? brandings[0];
  return own === undefined ? houseBrand : classicBrand(own);
}

function classicBrand(branding: Branding): Brand {
  const { content } = branding;
  if (content.kind !== "classic") return houseBrand;
  const read = readClassicCss(content.css ?? "");
  const path = content.image && brandFilePath(branding, content.image);
  const logo = path === undefined ? {} : { logo: { light: path, dark: path } };
  if (!read.ok || read.rules.length === 0) return { ...houseBrand, ...logo };
  return { ...styleOf(branding, classicStylesheet(read.rules)), ...logo, colorScheme: "light" };
}

function managedBrand(branding: Branding): Brand {
  const { content } = branding;
  if (content.kind !== "managed" || content.usesCognitoValues) return houseBrand;
  const read = readStyle(content.settings);
  if (!read.ok) return houseBrand;
  const { style } = read;
  const file = (category: AssetType["Category"], mode: "LIGHT" | "DARK") => {
    const asset = assetOf(content.assets, category, style.scheme === "DYNAMIC" ? mode : style.scheme);
    return asset && brandFilePath(branding, asset);
  };
  const both = (category: AssetType["Category"]) => {
    const [light, dark] = [file(category, "LIGHT"), file(category, "DARK")];
    return light === undefined || dark === undefined ? undefined : { light, dark };
  };
  const logo = style.logo.isShown ? (both("FORM_LOGO") ?? both("PAGE_HEADER_LOGO")) : undefined;
  const icon = file("FAVICON_SVG", "LIGHT") ?? file("FAVICON_ICO", "LIGHT");
  const images = {
    page: style.hasPageImage ? both("PAGE_BACKGROUND") : undefined,
    form: style.hasFormImage ? both("FORM_BACKGROUND") : undefined,
  };
  return {
    ...styleOf(branding, managedStylesheet(style, images)),
    ...(logo && { logo }),
    ...(icon && { favicon: { path: icon, type: icon.endsWith(".svg") ? "image/svg+xml" : "image/x-icon" } }),
    colorScheme: colorSchemes[style.scheme],
  };
}

const colorSchemes = { DYNAMIC: "light dark", LIGHT: "light", DARK: "dark" } as const;

function assetOf(
  assets: readonly BrandAsset[],
  wanted: AssetType["Category"],
  mode: AssetType["ColorMode"],
): BrandAsset | undefined {
  const found = assets.filter(({ category }) => category === wanted);
  const ofMode = (colorMode: AssetType["ColorMode"]) => found.find((asset) => asset.colorMode === colorMode);
  // One for the other scheme is better than none.
  return ofMode(mode) ?? ofMode("DYNAMIC") ?? found[0];
}

function styleOf(branding: Branding, css: string): Pick<Brand, "style"> {
  return { style: { path: brandStylePath(branding, contentHash(css)), css } };
}
