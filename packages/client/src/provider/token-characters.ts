import type { TokenEndpointResponse } from "oauth4webapi";
import { ClientError } from "../errors/client-error.ts";

/** RFC 6749 appendix A.12 and A.17: what may stand in a header. `Headers` would say the whole token in its error. */
export function requireTokenCharacters({
  access_token: access,
  refresh_token: refresh = "",
}: TokenEndpointResponse): void {
  if (!isVisible(access) || !isVisible(refresh)) {
    throw new ClientError("provider_answer_invalid", "a token has characters that none may have");
  }
}

/** Without a regular expression: engines keep what the last one was tried on, and the token would outlive its session. */
function isVisible(token: string): boolean {
  for (const character of token) if (character < " " || character > "~") return false;
  return true;
}
