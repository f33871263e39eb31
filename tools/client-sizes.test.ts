/** What each entry of the client kit costs the app that imports it: bundled, minified and gzipped, against `size-budget.json`. */
import { readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { gzipSync } from "node:zlib";
import { rolldown } from "rolldown";
import { describe, expect, test } from "vitest";

const folder = join(import.meta.dirname, "../packages/client");

interface Budget {
  readonly limit: number;
  /** As it was when somebody last looked. */
  readonly measured: number;
}

interface Bundle {
  readonly bytes: number;
  /** Rooms of the kit, and packages, of which anything is left in it. */
  readonly parts: ReadonlySet<string>;
}

const budgets: Readonly<Record<string, Budget>> = JSON.parse(
  readFileSync(join(folder, "size-budget.json"), "utf8"),
);
const { exports: published }: { exports: Readonly<Record<string, string | { default: string }>> } =
  JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
const entries = Object.values(published).flatMap((target) =>
  typeof target === "string" ? [] : [target.default.replace(/^\.\/dist\/(.*)\/index\.js$/, "$1")],
);

test("every entry has a budget, and every budget an entry", () => {
  expect(Object.keys(budgets).sort()).toEqual([...entries].sort());
});

test.each(entries)("%s stays in its budget", async (entry) => {
  const { limit = 0, measured = 0 } = budgets[entry] ?? {};
  const { bytes } = await bundleNames(entry);
  expect(bytes, `the limit is ${limit}: make it smaller, or give reasons for a new one`).toBeLessThanOrEqual(
    limit,
  );
  const drift = Math.abs(bytes - measured) / measured;
  expect(drift, `it has ${bytes} bytes now: write that into size-budget.json`).toBeLessThan(0.03);
});

describe("the browser entry", () => {
  test("has no code of servers in it", async () => {
    const { parts } = await bundleNames("browser");
    expect([...parts].sort()).toEqual(["browser", "errors", "oauth4webapi", "provider", "tokens"]);
  });

  test("costs next to nothing where only an error is looked at", async () => {
    const { bytes, parts } = await bundleNames("browser", "isClientError");
    expect([...parts]).toEqual(["errors"]);
    expect(bytes).toBeLessThan(200);
  });

  test("is a good deal smaller than what else there is", async () => {
    const other = await bundle({ input: "oidc-client-ts" });
    expect(budgets["browser"]?.limit).toBeLessThan(other.bytes * 0.75);
  });
});

test("the React entry brings no second React and no protocol", async () => {
  expect([...(await bundleNames("react")).parts].sort()).toEqual(["browser", "errors", "react"]);
});

/** What an app gets that imports these names, or all. */
function bundleNames(entry: string, names?: string): Promise<Bundle> {
  const path = join(folder, "src", entry, "index.ts");
  const source = `export ${names === undefined ? "*" : `{ ${names} }`} from ${JSON.stringify(path)};`;
  return bundle({
    input: "app",
    plugins: [
      {
        name: "app",
        resolveId: (id: string) => (id === "app" ? id : null),
        load: (id: string) => (id === "app" ? source : null),
      },
    ],
  });
}

async function bundle(options: Parameters<typeof rolldown>[0]): Promise<Bundle> {
  const made = await rolldown({
    cwd: folder,
    platform: "browser",
    external: ["react"],
    logLevel: "silent",
    ...options,
  });
  const { output } = await made.generate({ format: "esm", minify: true, comments: false });
  await made.close();
  const [chunk] = output;
  const left = Object.entries(chunk.modules).filter(([, { renderedLength }]) => renderedLength > 0);
  return {
    bytes: gzipSync(chunk.code, { level: 9 }).length,
    parts: new Set(left.filter(([path]) => path !== "app").map(([path]) => partOf(path))),
  };
}

function partOf(path: string): string {
  const [, packageName] = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path.split(sep).join("/")) ?? [];
  return packageName ?? relative(join(folder, "src"), path).split(sep)[0] ?? path;
}
