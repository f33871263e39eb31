/** What browsers and apps send, as far as it is read; WebAuthn level 3 §5.1.8 and §5.8.1. Everything has a greatest length. */
import { z } from "zod";

const base64url = (longest: number) =>
  z
    .string()
    .max(longest)
    .regex(/^[\w-]+$/);

const credential = {
  // At most 1,023 bytes (§4).
  id: base64url(1_364),
  rawId: base64url(1_364),
  type: z.literal("public-key"),
};

const clientDataJSON = base64url(8_192);

export const registrationDocument = z.object({
  ...credential,
  // What else a browser may come to say is not ours to refuse.
  authenticatorAttachment: z.enum(["platform", "cross-platform"]).optional().catch(undefined),
  response: z.object({
    clientDataJSON,
    attestationObject: base64url(65_536),
    transports: z.array(z.string().max(32)).max(16).optional(),
  }),
});

export const signInDocument = z.object({
  ...credential,
  response: z.object({
    clientDataJSON,
    authenticatorData: base64url(8_192),
    signature: base64url(8_192),
    // Nothing, where the authenticator keeps no name.
    userHandle: z.string().max(128).nullish(),
  }),
});

export const clientData = z.object({
  type: z.string(),
  challenge: z.string(),
  origin: z.string(),
  crossOrigin: z.boolean().optional(),
  topOrigin: z.string().optional(),
});
