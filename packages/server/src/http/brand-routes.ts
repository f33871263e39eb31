/** A branding's files: its stylesheet and its pictures, served from our own origin with their own content type and no other. */
import { type Branding, type BrandingKind, everyClient } from "../core/branding/branding.ts";
import { clientId, type PoolId, poolId } from "../core/ids.ts";
import type { World } from "../core/ports.ts";
import { brandOf } from "../pages/brand.ts";
import type { Reply } from "./reply.ts";
import type { HttpRequest } from "./request.ts";

export async function answerBrandFile(world: World, request: HttpRequest): Promise<Reply> {
  const { poolId: pool = "", clientId: client = "", kind, file = "" } = request.params;
  if (kind !== "classic" && kind !== "managed") return nothingHere;
  const owner = client === everyClient ? everyClient : clientId(client);
  const address = { poolId: poolId(pool), clientId: owner, kind } as const;
  const [, name = "", extension = ""] = /^([\w-]{1,64})\.([a-z]{2,4})$/.exec(file) ?? [];
  return extension === "css"
    ? styleReply(world, request, address)
    : pictureReply(world, address, name, extension);
}

interface Address {
  readonly poolId: PoolId;
  readonly clientId: Branding["clientId"];
  readonly kind: BrandingKind;
}

async function styleReply(
  world: World,
  request: HttpRequest,
  { poolId, clientId, kind }: Address,
): Promise<Reply> {
  const branding = await world.store.read.brandings.find(poolId, clientId, kind);
  const { style } = brandOf(branding === undefined ? [] : [branding]);
  if (style === undefined) return nothingHere;
  // A page from before the last change: it gets what is there now, and does not keep it.
  return fileReply("text/css; charset=utf-8", style.css, style.path === request.path);
}

async function pictureReply(
  world: World,
  { poolId, clientId, kind }: Address,
  hash: string,
  extension: string,
): Promise<Reply> {
  const type = contentTypes.get(extension);
  const { brandings } = world.store.read;
  const branding = await brandings.find(poolId, clientId, kind);
  const isOurs = filesOf(branding).some(
    (file) => file.hash === hash && file.extension.toLowerCase() === extension,
  );
  if (type === undefined || !isOurs) return nothingHere;
  const content = (await brandings.findFiles(poolId, clientId, kind))[hash];
  return content === undefined ? nothingHere : fileReply(type, Uint8Array.fromBase64(content), true);
}

function filesOf(branding: Branding | undefined) {
  if (branding === undefined) return [];
  const { content } = branding;
  if (content.kind === "managed") return content.assets;
  return content.image === undefined ? [] : [content.image];
}

const contentTypes: ReadonlyMap<string, string> = new Map([
  ["png", "image/png"],
  ["jpeg", "image/jpeg"],
  ["webp", "image/webp"],
  ["ico", "image/x-icon"],
  ["svg", "image/svg+xml"],
]);

/** Under this policy a drawing that is opened by itself runs and loads nothing. */
const safeHeaders = {
  "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  "x-content-type-options": "nosniff",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
};

function fileReply(type: string, body: string | Uint8Array, isForEver: boolean): Reply {
  const cache = isForEver ? "public, max-age=31536000, immutable" : "no-store";
  return { status: 200, headers: { ...safeHeaders, "content-type": type, "cache-control": cache }, body };
}

const nothingHere: Reply = {
  status: 404,
  headers: { ...safeHeaders, "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
  body: "There is nothing at this address.\n",
};
