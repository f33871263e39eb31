/** The checks still bite: deliberate violations, kept out of the normal run, must be found. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { brokenRule, findViolations, importsOf } from "./arrows/find-violations.ts";
import { browserRooms, clientRooms } from "./arrows/rooms.ts";

const root = join(import.meta.dirname, "..");
const violations = join(import.meta.dirname, "fixtures", "violations");

describe("the arrows between rooms", () => {
  const found = findViolations(join(violations, "packages", "server", "src"));

  test.each([
    ["core/arrow.violation.ts:1", "node:crypto", "core may not use this built-in module"],
    ["core/arrow.violation.ts:2", "zod", "core may not use this package"],
    ["core/arrow.violation.ts:3", "../http/reply.ts", "core may not import http"],
    ["core/arrow.violation.ts:5", "../http/reply.ts", "core may not import http"],
    ["core/arrow.violation.ts:6", "../http/reply.ts", "core may not import http"],
    ["core/arrow.violation.ts:9", "../http/reply.ts", "core may not import http"],
  ])("at %s the import of %s is refused", (where, specifier, rule) => {
    expect(found).toContain(`${where} imports ${specifier}: ${rule}`);
  });

  test("one operation may not import another", () => {
    expect(found.find((line) => line.startsWith("operations/groups/CreateGroup.ts:1"))).toMatch(
      "independent",
    );
  });

  test("nothing else in the fixture is refused, its test included", () => {
    expect(found).toHaveLength(7);
  });

  test("the project itself follows them", () => {
    expect(findViolations(join(root, "packages", "server", "src"))).toEqual([]);
    expect(findViolations(join(root, "packages", "client", "src"), clientRooms)).toEqual([]);
    expect(findViolations(join(root, "packages", "server", "browser"), browserRooms)).toEqual([]);
  });

  test("no room of the kit needs Node", () => {
    expect(brokenRule("session/cookie.ts", "node:crypto", clientRooms)).toBeTypeOf("string");
  });

  test.each([
    ["core/tokens/issue.ts", "../../model/shapes.ts"],
    ["operations/table.ts", "./groups/CreateGroup.ts"],
    ["operations/groups/CreateGroup.ts", "../handler.ts"],
    ["sigv4/verify.ts", "node:crypto"],
    ["http/listen.ts", "fastify"],
    ["server.ts", "./sql/open.ts"],
  ])("lets %s import %s", (file, specifier) => {
    expect(brokenRule(file, specifier)).toBeUndefined();
  });

  test.each([
    ["operations/handler.ts", "./groups/CreateGroup.ts"],
    ["operations/groups/CreateGroup.ts", "../users/AdminGetUser.ts"],
    ["core/tokens/issue.ts", "../../sql/open.ts"],
    ["sigv4/verify.ts", "node:fs"],
    ["oauth/token.ts", "fastify"],
    ["http/listen.ts", "kysely"],
    ["core/groups.ts", "./testing/world.ts"],
    ["core/groups.ts", "./groups.test.ts"],
    ["cli/main.ts", "../../../../tools/check.ts"],
    ["attic/box.ts", "./lid.ts"],
  ])("does not let %s import %s", (file, specifier) => {
    expect(brokenRule(file, specifier)).toBeTypeOf("string");
  });

  test("an import that is computed counts as an import of what it says", () => {
    expect(importsOf("const a = 1;\nconst it = await import(name);")).toEqual([
      { line: 2, specifier: "name" },
    ]);
  });

  test("an import over several lines is found at its first", () => {
    expect(importsOf('\nimport {\n  one,\n  two,\n} from "./numbers.ts";')).toEqual([
      { line: 2, specifier: "./numbers.ts" },
    ]);
  });
});

describe("biome", () => {
  let copy: string;
  let report: Diagnostic[];

  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), "poolhouse-violations-"));
    cpSync(violations, copy, { recursive: true });
    cpSync(join(root, "biome.json"), join(copy, "biome.json"));
    cpSync(join(root, "tools", "pure-core.grit"), join(copy, "tools", "pure-core.grit"));
    cpSync(
      join(root, "packages", "server", "package.json"),
      join(copy, "packages", "server", "package.json"),
    );
    report = lint(copy);
  });

  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  test.each([
    ["cycle-one.ts", "lint/suspicious/noImportCycles"],
    ["cycle-two.ts", "lint/suspicious/noImportCycles"],
    ["floating-promise.ts", "lint/nursery/noFloatingPromises"],
    ["loose-types.ts", "lint/suspicious/noExplicitAny"],
    ["loose-types.ts", "lint/style/noNonNullAssertion"],
    ["loose-types.ts", "lint/style/noEnum"],
    ["loose-types.ts", "lint/style/noDefaultExport"],
    ["loose-types.ts", "lint/style/noProcessEnv"],
    ["loose-types.ts", "lint/style/noRestrictedGlobals"],
  ])("finds in %s what %s forbids", (file, category) => {
    expect(report).toContainEqual({ file, category, severity: "error" });
  });

  test("finds time and randomness in the rules", () => {
    const fromPlugin = report.filter(
      (each) => each.file === "arrow.violation.ts" && each.category === "plugin",
    );
    expect(fromPlugin).toHaveLength(4);
  });
});

interface Diagnostic {
  readonly file: string;
  readonly category: string;
  readonly severity: string;
}

function lint(folder: string): Diagnostic[] {
  const biome = join(root, "node_modules", "@biomejs", "biome", "bin", "biome");
  const { stdout } = spawnSync(
    process.execPath,
    [biome, "lint", "--vcs-enabled=false", "--reporter=json", "--max-diagnostics=100", "."],
    { cwd: folder, encoding: "utf8" },
  );
  const {
    diagnostics,
  }: { diagnostics: { category: string; severity: string; location: { path: string } }[] } =
    JSON.parse(stdout);
  return diagnostics.map(({ category, severity, location }) => ({
    file: location.path.split("/").at(-1) ?? "",
    category,
    severity,
  }));
}
