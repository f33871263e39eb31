export {
  ClientError,
  type ClientErrorOptions,
  isClientError,
  type OAuthRefusal,
} from "../errors/client-error.ts";
export type { ErrorCode } from "../errors/codes.ts";
export type { VerifySignature } from "../provider/token-answer.ts";
export type { IdTokenClaims } from "../tokens/token-set.ts";
export type { BrowserAuth } from "./browser-auth.ts";
export { createBrowserAuth } from "./create-browser-auth.ts";
export type { BrowserAuthOptions } from "./options.ts";
export type { SignInOptions } from "./redirects.ts";
export type { AuthEvent, AuthState } from "./states.ts";
