/**
 * Reads the imports of every source file and compares them with the table in `rooms.ts`. Biome's restricted imports see
 * a relative path only as text, so that `../http` means another room at each depth; this resolves it first. Tests, their
 * `.fixture.ts` files and `testing/` folders may reach anywhere, and nothing else may reach them.
 */
import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join, relative, sep } from "node:path";
import { type Room, type Rooms, serverRooms, topRoom } from "./rooms.ts";
import { sourceFiles } from "./source-files.ts";

/** One line per import that points the wrong way: where, what, and the rule. */
export function findViolations(sourceRoot: string, rooms: Rooms = serverRooms): string[] {
  return sourceFiles(sourceRoot)
    .filter((file) => !isTest(file))
    .flatMap((file) =>
      importsOf(readFileSync(join(sourceRoot, file), "utf8")).flatMap(({ line, specifier }) => {
        const rule = brokenRule(file, specifier, rooms);
        return rule === undefined ? [] : [`${file}:${line} imports ${specifier}: ${rule}`];
      }),
    );
}

/** What `file` breaks by importing `specifier`, or undefined. Paths are relative to `src`, with forward slashes. */
export function brokenRule(file: string, specifier: string, rooms: Rooms = serverRooms): string | undefined {
  const name = roomOf(file);
  const room = Object.hasOwn(rooms, name) ? rooms[name] : undefined;
  if (room === undefined) {
    return `the room ${name}/ has no row in tools/arrows/rooms.ts`;
  }
  if (specifier.startsWith(".")) {
    return brokenByRoom(file, name, room, toSlashes(join(dirname(file), specifier)));
  }
  if (isBuiltin(specifier)) {
    const isAllowed = typeof room.node === "boolean" ? room.node : room.node.includes(specifier);
    return isAllowed ? undefined : `${name} may not use this built-in module`;
  }
  return room.packages.includes(packageOf(specifier)) ? undefined : `${name} may not use this package`;
}

function brokenByRoom(file: string, name: string, room: Room, target: string): string | undefined {
  if (target.startsWith("../")) {
    return "an import may not leave src/";
  }
  if (isTest(target)) {
    return "only tests may import what exists for tests";
  }
  const targetRoom = roomOf(target);
  if (targetRoom !== name) {
    return room.rooms.includes(targetRoom) ? undefined : `${name} may not import ${targetRoom}`;
  }
  const reachesOperation = name === "operations" && isOperation(target) && file !== "operations/table.ts";
  return reachesOperation
    ? "operations are independent: what two of them share belongs in core/ (only table.ts names them all)"
    : undefined;
}

/**
 * Every module named by an import, an export-from or `import()`; one that is computed is named by its expression. A line
 * in a comment that reads like an import counts too: rather one alarm too many.
 */
export function importsOf(source: string): { line: number; specifier: string }[] {
  const pattern =
    /^[ \t]*(?:import|export)\b[^;"'`]*?\bfrom\s*["']([^"']+)["']|^[ \t]*import\s*["']([^"']+)["']|\bimport\(\s*(?:["']([^"']+)["']|([^)]*))/gm;
  return [...source.matchAll(pattern)].map((match) => ({
    line: source.slice(0, match.index).split("\n").length,
    specifier: match[1] ?? match[2] ?? match[3] ?? match[4] ?? "",
  }));
}

function isTest(file: string): boolean {
  return /\.(?:test|fixture)\.tsx?$/.test(file) || /(^|\/)testing(\/|\.ts$)/.test(file);
}

function isOperation(file: string): boolean {
  return /^operations\/[^/]+\//.test(file);
}

function roomOf(file: string): string {
  const first = file.indexOf("/");
  return first === -1 ? topRoom : file.slice(0, first);
}

function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}
function toSlashes(path: string): string {
  return relative("", path).split(sep).join("/");
}
