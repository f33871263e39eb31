/** What to call a person on a page: if the username is only an id, the address they sign in with. */
import type { User } from "../core/users/user.ts";

export function displayName({ username, sub, attributes }: User): string {
  return username === sub ? (attributes["email"] ?? attributes["phone_number"] ?? username) : username;
}
