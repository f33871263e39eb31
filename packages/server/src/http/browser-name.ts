/**
 * A browser's name, from its `User-Agent` (RFC 9110 §10.1.5). It only helps its owner to recognise it among others,
 * because a browser may claim anything. Only names from our own tables are stored.
 */

/** The first that fits: browsers claim to be those they descend from, too. */
const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?\/|\bEdgiOS\//, "Edge"],
  [/\bOPR\/|\bOPT\//, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\bVivaldi\//, "Vivaldi"],
  [/\bFirefox\/|\bFxiOS\//, "Firefox"],
  [/\bChrome\/|\bCriOS\/|\bHeadlessChrome\//, "Chrome"],
  [/\bVersion\/[\d.]+ (?:Mobile\/\w+ )?Safari\//, "Safari"],
];

const systems: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b/, "macOS"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bLinux\b/, "Linux"],
];

const longest = 512;

/** `Firefox, Windows`, or the half that is known; undefined where neither is. */
export function browserName(userAgent = ""): string | undefined {
  const text = userAgent.slice(0, longest);
  const named = [browsers, systems].flatMap(
    (table) => table.find(([pattern]) => pattern.test(text))?.[1] ?? [],
  );
  return named.length === 0 ? undefined : named.join(", ");
}
