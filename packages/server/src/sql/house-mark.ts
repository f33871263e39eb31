/** By which two databases are known to be of one house, whatever master key each is under: the check of its first key, hashed. */
import { hash } from "node:crypto";

/** In `instance`, from the first change of the master key on; until then it is made from the check that is there. */
export const houseMark = "house";

/** A check was sealed once, and is like no other. Hashed, because nothing that the old key sealed is kept. */
export function houseOfCheck(check: string): string {
  return hash("sha256", check, "base64url");
}
