/** It is kept in a cookie until the person is back, and a cookie has 4 kB. */
const longest = 2_048;

/**
 * Where the browser goes after signing in: a path of the app, and nothing that a browser could read as another host (HP-10).
 * Undefined for everything else; nobody is sent to an address because a link said so.
 */
export function safeReturnTo(text: string | null, appOrigin: string): string | undefined {
  if (text === null || text.length > longest) return undefined;
  // Browsers drop tabs and line breaks and turn backslashes, so none of them may be in it, nor any other control character.
  if (!/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(text)) return undefined;
  if (!URL.canParse(text, appOrigin)) return undefined;
  const url = new URL(text, appOrigin);
  if (url.origin !== appOrigin) return undefined;
  // Dot segments are resolved by now, and what was `/.//evil` shows itself.
  const path = url.pathname + url.search + url.hash;
  // Letters beyond ASCII are encoded by now, and longer for it.
  if (path.length > longest || path.startsWith("//") || decodesToOtherHost(url.pathname)) return undefined;
  return path;
}

/** `/%2f/evil` and `/%09/evil` are harmless to a browser; a server in between that decodes them is not. */
function decodesToOtherHost(pathname: string): boolean {
  let decoded = pathname;
  for (let round = 0; round < 3; round += 1) {
    if (/^[/\\]{2}|[\\\p{Cc}]/u.test(decoded)) return true;
    try {
      decoded = decodeURIComponent(decoded);
    } catch {
      // A percent sign of its own, which was encoded: nothing is left to decode.
      return round === 0;
    }
  }
  return /^[/\\]{2}|[\\\p{Cc}]/u.test(decoded);
}
