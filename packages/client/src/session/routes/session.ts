/** GET /session: who is signed in, for the app's pages. Claims only (BF-16). */
import type { App } from "../app.ts";
import { json, refusal } from "./answers.ts";

export async function session({ keeper }: App, request: Request): Promise<Response> {
  const found = await keeper.find(request);
  if (found === undefined) return refusal(401, "not_signed_in");
  return json(200, { claims: found.claims(), expiresAt: found.expiresAt() }, found.cookies());
}
