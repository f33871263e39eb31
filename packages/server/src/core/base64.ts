/** Undefined for what is not plain base64 with its padding: the platform's decoder alone would pass over white space. */
export function bytesOfBase64(text: string): Uint8Array | undefined {
  return /^[A-Za-z0-9+/]+={0,2}$/.test(text) && text.length % 4 === 0
    ? Uint8Array.fromBase64(text)
    : undefined;
}
