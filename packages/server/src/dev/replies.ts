/** How the development routes answer programs. Nothing is kept by anybody or readable from another origin. */
import type { Reply } from "../http/reply.ts";

const headers = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "cross-origin-resource-policy": "same-origin",
} as const;

export function jsonReply(status: number, body: object): Reply {
  return {
    status,
    headers: { ...headers, "content-type": "application/json" },
    body: `${JSON.stringify(body, undefined, 2)}\n`,
  };
}
