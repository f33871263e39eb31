/** Strict base64url (RFC 4648 §5, RFC 7515 §2): `Buffer.from` also takes padding, spaces and stray last bits. */
export function decodeBase64url(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, "base64url");
  return bytes.toString("base64url") === text ? bytes : undefined;
}
