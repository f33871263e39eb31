/** How npm's lockfile is read here: what it lists, and where a package finds another. */
export interface LockedPackage {
  readonly license?: string;
  readonly resolved?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export type LockedPackages = Readonly<Record<string, LockedPackage>>;

/** The path of `name` as Node would find it from the package at `from`: the nearest `node_modules` on the way up. */
export function pathOf(packages: LockedPackages, from: string, name: string): string | undefined {
  const parts = from.split("/");
  for (let length = parts.length; length >= 0; length -= 1) {
    const path = [...parts.slice(0, length), "node_modules", name].join("/");
    if (Object.hasOwn(packages, path)) {
      return path;
    }
  }
  return undefined;
}

/** What would stop `npm ci`, or bind it to one place to download from. */
export function lockfileFaults(packages: LockedPackages): string[] {
  return Object.entries(packages).flatMap(([path, { resolved, optionalDependencies }]) => [
    ...(resolved?.includes(":") ? [`${path} names where it was downloaded`] : []),
    ...Object.keys(optionalDependencies ?? {})
      .filter((name) => pathOf(packages, path, name) === undefined)
      .map((name) => `${path} may need ${name} on another platform, which is not listed`),
  ]);
}
