export { verifyIdTokenSignature } from "../provider/signature.ts";
export type { VerifySignature } from "../provider/token-answer.ts";
