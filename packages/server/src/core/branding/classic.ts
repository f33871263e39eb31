/** SetUICustomization and GetUICustomization: a logo and some CSS, for an app or for every app of the pool that has none. */
import type { UICustomizationType } from "../../model/shapes.ts";
import type { Fail } from "../failures.ts";
import type { World } from "../ports.ts";
import { texts } from "../texts.ts";
import { brandFilePath } from "./brand-paths.ts";
import type { BrandFile, BrandFiles, Branding } from "./branding.ts";
import { readClassicCss } from "./classic-css.ts";
import { classicExtension, readPicture } from "./picture.ts";

/** 100 KB, as documented; the model's shape has room for more. */
const largestImage = 100 * 1024;

export function requireClassicCss(css: string, fail: Fail<"InvalidParameterException">): void {
  const read = readClassicCss(css);
  if (!read.ok) throw fail("InvalidParameterException", texts.cssInvalid(read.problem));
}

export function requireClassicImage(
  { digests }: Pick<World, "digests">,
  base64: string,
  fail: Fail<"InvalidParameterException">,
): { readonly image: BrandFile; readonly files: BrandFiles } {
  const bytes = readPicture(base64);
  if (bytes !== undefined && bytes.length > largestImage) {
    throw fail("InvalidParameterException", texts.imageTooLarge);
  }
  const extension = bytes && classicExtension(bytes);
  if (extension === undefined) throw fail("InvalidParameterException", texts.imageKindInvalid);
  const hash = digests.sha256(base64);
  return { image: { hash, extension }, files: { [hash]: base64 } };
}

export function uiCustomizationType(
  { settings }: Pick<World, "settings">,
  branding: Branding,
): UICustomizationType {
  const { poolId, clientId, content, createdAt, modifiedAt } = branding;
  const { css, image } = content.kind === "classic" ? content : { css: undefined, image: undefined };
  return {
    UserPoolId: poolId,
    ClientId: clientId,
    ...(image && { ImageUrl: settings.publicUrl + brandFilePath(branding, image) }),
    ...(css !== undefined && { CSS: css, CSSVersion: String(modifiedAt) }),
    LastModifiedDate: modifiedAt / 1000,
    CreationDate: createdAt / 1000,
  };
}
