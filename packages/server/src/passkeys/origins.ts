/** Which places may answer for a relying party. */

/** The origin of an Android app: the SHA-256 of the certificate that signed it. */
const androidApp = /^android:apk-key-hash:[\w-]{43}$/;

/**
 * The relying party's own host and those below it, over https and at any port; over http this machine alone, for
 * development. An Android app's origin does not name a host: that the app belongs to the relying party, Android has read
 * from the host's `assetlinks.json` before it gave out an answer, as a browser compares hosts.
 */
export function isOriginOf(relyingPartyId: string, origin: string): boolean {
  if (androidApp.test(origin)) return true;
  const url = URL.parse(origin);
  // Exactly as browsers write it, so without a path, a name or a default port.
  if (url === null || url.origin !== origin) return false;
  const isHost = url.hostname === relyingPartyId || url.hostname.endsWith(`.${relyingPartyId}`);
  if (!isHost) return false;
  return url.protocol === "https:" || (url.protocol === "http:" && relyingPartyId === "localhost");
}
