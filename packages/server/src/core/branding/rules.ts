/** What the operations on managed brandings share. */
import type { ManagedLoginBrandingType } from "../../model/shapes.ts";
import type { Fail } from "../failures.ts";
import type { PoolId } from "../ids.ts";
import type { Log } from "../ports.ts";
import { texts } from "../texts.ts";
import type { Branding, BrandingContent, BrandingTable } from "./branding.ts";
import { unreadablePairs } from "./contrast.ts";
import { houseSettings } from "./house-colours.ts";
import { managedBrandingType, withMerged } from "./managed.ts";
import { readStyle } from "./style.ts";

/** `cognito.md` §8. */
export const mostBrandings = 20;

type ManagedBranding = Branding & { readonly content: Extract<BrandingContent, { kind: "managed" }> };

export async function requireManagedBranding(
  brandings: Pick<BrandingTable, "findById">,
  poolId: PoolId,
  brandingId: string,
  fail: Fail<"ResourceNotFoundException">,
): Promise<ManagedBranding> {
  const branding = await brandings.findById(poolId, brandingId);
  if (branding?.content.kind !== "managed") throw fail("ResourceNotFoundException", texts.brandingNotFound);
  return { ...branding, content: branding.content };
}

export async function describeManagedBranding(
  brandings: Pick<BrandingTable, "findFiles">,
  branding: Branding,
  isMerged: boolean,
): Promise<ManagedLoginBrandingType> {
  const files = await brandings.findFiles(branding.poolId, branding.clientId, "managed");
  const described = managedBrandingType(branding, files);
  return isMerged ? withMerged(described, houseSettings()) : described;
}

/** The owner's colours are the owner's; but whoever cannot read them has nobody else to say so. */
export function warnOfContrast(
  { log }: { readonly log: Log },
  { poolId, clientId, content }: Branding,
): void {
  const read = readStyle(content.kind === "managed" ? content.settings : null);
  const unreadable = read.ok ? unreadablePairs(read.style) : [];
  if (unreadable.length === 0) return;
  log.warn({ poolId, clientId, unreadable }, "a branding has text that is hard to read (WCAG 2.2, 1.4.3)");
}
