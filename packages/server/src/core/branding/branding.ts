/** How an app's pages look, as an administrator set it and as it is stored. What it means for a page is in `style.ts`. */
import type { AssetType } from "../../model/shapes.ts";
import type { ClientId, PoolId } from "../ids.ts";

/** SetUICustomization's, or the managed login's. An app may have both: the managed one counts. */
export type BrandingContent =
  | {
      readonly kind: "classic";
      readonly css: string | undefined;
      readonly image: BrandFile | undefined;
    }
  | {
      readonly kind: "managed";
      readonly usesCognitoValues: boolean;
      /** The JSON document as it was given. */
      readonly settings: unknown;
      readonly assets: readonly BrandAsset[];
    };

export interface Branding {
  readonly poolId: PoolId;
  readonly clientId: ClientId | typeof everyClient;
  /** Of a managed one; a classic one has none. */
  readonly brandingId: string;
  readonly content: BrandingContent;
  readonly createdAt: number;
  readonly modifiedAt: number;
}

export type BrandingKind = BrandingContent["kind"];

/** A classic one of the pool, for apps that have none. */
export const everyClient = "ALL";

/** A picture by the hash of its content, which its address has too. */
export interface BrandFile {
  readonly hash: string;
  readonly extension: AssetType["Extension"];
}

export interface BrandAsset extends BrandFile {
  readonly category: AssetType["Category"];
  readonly colorMode: AssetType["ColorMode"];
  readonly resourceId: string | undefined;
}

/** The content of pictures in base64, by their hash: read only where a picture itself is asked for. */
export type BrandFiles = Readonly<Record<string, string>>;

export interface BrandingTable {
  find(poolId: PoolId, clientId: Branding["clientId"], kind: BrandingKind): Promise<Branding | undefined>;
  findById(poolId: PoolId, brandingId: string): Promise<Branding | undefined>;
  /** Of the app, and of the pool. */
  listOfClient(poolId: PoolId, clientId: ClientId): Promise<readonly Branding[]>;
  /** How many of a kind the pool has. */
  count(poolId: PoolId, kind: BrandingKind): Promise<number>;
  /** All of one. */
  findFiles(poolId: PoolId, clientId: Branding["clientId"], kind: BrandingKind): Promise<BrandFiles>;
  /** False when the app has one of the kind. */
  insert(branding: Branding, files: BrandFiles): Promise<boolean>;
  /** False when there is none any more. */
  update(branding: Branding, files: BrandFiles): Promise<boolean>;
  delete(poolId: PoolId, clientId: Branding["clientId"], kind: BrandingKind): Promise<boolean>;
  /** Of an app that goes. */
  deleteOfClient(poolId: PoolId, clientId: ClientId): Promise<void>;
}
