/** The managed login's branding: a Settings document and pictures, one branding per app. */
import { isJsonObject } from "../../model/json-object.ts";
import type { AssetType, ManagedLoginBrandingType } from "../../model/shapes.ts";
import type { Fail } from "../failures.ts";
import type { World } from "../ports.ts";
import { texts } from "../texts.ts";
import type { BrandAsset, BrandFiles, Branding, BrandingContent } from "./branding.ts";
import { isPicture, readPicture } from "./picture.ts";
import { readStyle } from "./style.ts";

type ManagedContent = Extract<BrandingContent, { kind: "managed" }>;

export interface ManagedInput {
  readonly UseCognitoProvidedValues?: boolean | undefined;
  readonly Settings?: unknown;
  readonly Assets?: readonly AssetType[] | undefined;
}

/** `before` is what is there already: what the input leaves out stays. */
export function requireManaged(
  world: Pick<World, "digests">,
  { UseCognitoProvidedValues, Settings, Assets }: ManagedInput,
  before: { readonly content: ManagedContent; readonly files: BrandFiles } | undefined,
  fail: Fail<"InvalidParameterException">,
): { readonly content: ManagedContent; readonly files: BrandFiles } {
  if (UseCognitoProvidedValues === true) {
    if (Settings !== undefined || Assets !== undefined) {
      throw fail("InvalidParameterException", texts.brandingGivenTwice);
    }
    return { content: { kind: "managed", usesCognitoValues: true, settings: null, assets: [] }, files: {} };
  }
  const settings = Settings ?? before?.content.settings ?? null;
  const style = readStyle(settings);
  if (!style.ok) throw fail("InvalidParameterException", texts.brandingSettingInvalid(style.path));
  const { assets, files } =
    Assets === undefined
      ? { assets: before?.content.assets ?? [], files: before?.files ?? {} }
      : requireAssets(world, Assets, fail);
  return { content: { kind: "managed", usesCognitoValues: false, settings, assets }, files };
}

export function managedBrandingType(branding: Branding, files: BrandFiles): ManagedLoginBrandingType {
  const { poolId, brandingId, content, createdAt, modifiedAt } = branding;
  const shared = {
    ManagedLoginBrandingId: brandingId,
    UserPoolId: poolId,
    CreationDate: createdAt / 1000,
    LastModifiedDate: modifiedAt / 1000,
  };
  if (content.kind !== "managed") return shared;
  return {
    ...shared,
    UseCognitoProvidedValues: content.usesCognitoValues,
    ...(content.settings !== null && { Settings: content.settings }),
    Assets: content.assets.map((asset) => assetType(asset, files[asset.hash])),
  };
}

/** `ReturnMergedResources`: what is not set is said, too. */
export function withMerged(branding: ManagedLoginBrandingType, defaults: object): ManagedLoginBrandingType {
  return { ...branding, Settings: merge(defaults, branding.Settings) };
}

function requireAssets(
  { digests }: Pick<World, "digests">,
  given: readonly AssetType[],
  fail: Fail<"InvalidParameterException">,
): { readonly assets: readonly BrandAsset[]; readonly files: BrandFiles } {
  const files: Record<string, string> = {};
  const seen = new Set<string>();
  const assets = given.map(({ Category, ColorMode, Extension, Bytes = "", ResourceId }) => {
    const key = `${Category} ${ColorMode} ${ResourceId ?? ""}`;
    if (seen.has(key)) throw fail("InvalidParameterException", texts.assetTwice(Category, ColorMode));
    seen.add(key);
    const bytes = readPicture(Bytes);
    if (bytes === undefined || !isPicture(bytes, Extension) || !fitsCategory(Category, Extension)) {
      throw fail("InvalidParameterException", texts.assetInvalid(Category, Extension));
    }
    const hash = digests.sha256(Bytes);
    files[hash] = Bytes;
    return { category: Category, colorMode: ColorMode, extension: Extension, resourceId: ResourceId, hash };
  });
  return { assets, files };
}

function fitsCategory(category: AssetType["Category"], extension: AssetType["Extension"]): boolean {
  if (category === "FAVICON_ICO") return extension === "ICO";
  if (category === "FAVICON_SVG") return extension === "SVG";
  return extension !== "ICO";
}

function assetType(asset: BrandAsset, Bytes: string | undefined): AssetType {
  const { category: Category, colorMode: ColorMode, extension: Extension, resourceId: ResourceId } = asset;
  return {
    Category,
    ColorMode,
    Extension,
    ...(Bytes !== undefined && { Bytes }),
    ...(ResourceId && { ResourceId }),
  };
}

function merge(below: unknown, above: unknown): unknown {
  if (above === undefined || above === null) return below;
  if (!isJsonObject(below) || !isJsonObject(above)) return above;
  const names = new Set([...Object.keys(below), ...Object.keys(above)]);
  return Object.fromEntries([...names].map((name) => [name, merge(below[name], above[name])]));
}
