/** Where a branding's files are served: names change with the content, so they may be kept for ever. */
import type { BrandFile, Branding } from "./branding.ts";

type Owner = Pick<Branding, "poolId" | "clientId" | "content">;

export function brandFilePath(owner: Owner, { hash, extension }: BrandFile): string {
  return `${folderOf(owner)}/${hash}.${extension.toLowerCase()}`;
}

export function brandStylePath(owner: Owner, hash: string): string {
  return `${folderOf(owner)}/style-${hash}.css`;
}

function folderOf({ poolId, clientId, content }: Owner): string {
  return `/_brand/${poolId}/${clientId}/${content.kind}`;
}
