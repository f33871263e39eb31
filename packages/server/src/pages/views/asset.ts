/** A file the pages need, served from our own origin under a name that changes with its content. */
import { createHash } from "node:crypto";

export interface Asset {
  /** `/_assets/<name>-<hash>.<extension>`: may be cached for ever. */
  readonly path: string;
  readonly contentType: string;
  readonly body: string;
}

const contentTypes = {
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
} as const;

export function asset(name: string, extension: keyof typeof contentTypes, body: string): Asset {
  return {
    path: `/_assets/${name}-${contentHash(body)}.${extension}`,
    contentType: contentTypes[extension],
    body,
  };
}

export function contentHash(body: string): string {
  return createHash("sha256").update(body).digest("base64url").slice(0, 12);
}
