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
  // The browser sends it as it is, and what servers make of it is anybody's guess.
  if (/%(?![\da-f]{2})/i.test(pathname)) return true;
  let decoded = pathname;
  for (let round = 0; round <= 3; round += 1) {
    if (/^[/\\]{2}|[\\\p{Cc}]/u.test(decoded)) return true;
    // Each escape by itself: a percent sign that was encoded would else hide the others. Letters beyond ASCII lead nowhere.
    decoded = decoded.replaceAll(/%([0-7][\da-f])/gi, (_, code) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    );
  }
  return false;
}
