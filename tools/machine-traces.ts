/** What in a text gives away the machine it was written on. */
const patterns: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  { what: "a home folder", pattern: /\/(?:home|Users)\/[a-z][\w.-]*\/|(?<![\w.])\/root\/|[A-Z]:\\Users\\/ },
  {
    what: "a package registry's host",
    pattern: /\bregistry\.[a-z0-9-]+\.[a-z]{2,}\b|\bnpm\.pkg\.[a-z]+\.com\b/,
  },
];

/** One line per trace: file, line, what it is. `own` are strings to look for literally. */
export function machineTraces(file: string, text: string, own: readonly string[]): string[] {
  return text.split("\n").flatMap((line, index) => {
    const found = patterns.filter(({ pattern }) => pattern.test(line)).map(({ what }) => what);
    const ownFound = own.some((each) => line.includes(each)) ? ["a path of this machine"] : [];
    return [...found, ...ownFound].map((what) => `${file}:${index + 1}: ${what}`);
  });
}
