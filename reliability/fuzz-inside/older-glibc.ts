/**
 * The compiled part of jazzer.js asks for a glibc (2.38) and a libstdc++ (of GCC 13) that Debian 12 does not have, for the sake of three
 * functions. Two are `strtol` and `strtoul` under the names that newer headers give them; the third starts `cout`, which Node has
 * started by then. Here they are asked for by names that every system knows, and of the two versions it is said that they may be missing.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const olderNames: Readonly<Record<string, string>> = {
  __isoc23_strtol: "strtol",
  __isoc23_strtoul: "strtoul",
  _ZSt21ios_base_library_initv: "getpid",
};
const newerVersions = ["GLIBC_2.38", "GLIBCXX_3.4.32"];

const compiled = join(
  dirname(fuzzerPackage()),
  "prebuilds",
  `fuzzer-${process.platform}-${process.arch}.node`,
);
const { glibcVersionRuntime } = glibcOf(process.report.getReport());

export function isThereAFuzzer(): boolean {
  const needsGlibc = process.platform === "linux";
  return existsSync(compiled) && !(needsGlibc && glibcVersionRuntime === undefined);
}

/** Where the system is that old; another system keeps the file as it came. */
export function fitToOlderGlibc(): void {
  if (glibcVersionRuntime === undefined || !isOlder(glibcVersionRuntime)) return;
  const addon = readFileSync(compiled);
  if (!askForOlderNames(addon)) return;
  // Whole, or not at all: another process may load it at this moment.
  const whole = `${compiled}.${process.pid}`;
  writeFileSync(whole, addon, { mode: 0o755 });
  renameSync(whole, compiled);
}

function glibcOf(report: object): { readonly glibcVersionRuntime?: string } {
  return "header" in report && typeof report.header === "object" ? (report.header ?? {}) : {};
}

function isOlder(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major === 2 && minor < 38;
}

function fuzzerPackage(): string {
  const ofCore = createRequire(import.meta.resolve("@jazzer.js/core"));
  return ofCore.resolve("@jazzer.js/fuzzer/package.json");
}

/** Changes the bytes of a 64-bit little-endian ELF file (System V ABI; symbol versions: Linux Standard Base §10.7). False: nothing to change. */
function askForOlderNames(elf: Buffer): boolean {
  const sections = sectionsOf(elf);
  const ofType = (type: number) => sections.find((section) => section.type === type) ?? fail();
  const [symbols, versions, needs] = [ofType(0xb), ofType(0x6fffffff), ofType(0x6ffffffe)];
  const names = sections[symbols.link] ?? fail();
  const nameAt = (offset: number) => textAt(elf, names.offset + offset);
  let changed = false;
  for (let index = 0; index * 24 < symbols.size; index += 1) {
    const symbol = symbols.offset + index * 24;
    const older = olderNames[nameAt(elf.readUInt32LE(symbol))];
    if (older === undefined) continue;
    elf.writeUInt32LE(offsetOf(older, elf, names), symbol);
    // Of whichever version there is.
    elf.writeUInt16LE(1, versions.offset + index * 2);
    changed = true;
  }
  for (const need of neededVersions(elf, needs.offset)) {
    const isWeak = 2;
    if (newerVersions.includes(nameAt(elf.readUInt32LE(need + 8)))) elf.writeUInt16LE(isWeak, need + 4);
  }
  return changed;
}

/** In the table of names, where the end of a longer one is a name too. */
function offsetOf(name: string, elf: Buffer, names: Section): number {
  const at = elf.indexOf(`${name}\0`, names.offset, "latin1") - names.offset;
  return at >= 0 && at < names.size ? at : fail();
}

interface Section {
  readonly type: number;
  readonly offset: number;
  readonly size: number;
  readonly link: number;
}

function sectionsOf(elf: Buffer): readonly Section[] {
  const [start, size, count] = [
    Number(elf.readBigUInt64LE(0x28)),
    elf.readUInt16LE(0x3a),
    elf.readUInt16LE(0x3c),
  ];
  return Array.from({ length: count }, (_, index) => {
    const at = start + index * size;
    return {
      type: elf.readUInt32LE(at + 4),
      offset: Number(elf.readBigUInt64LE(at + 0x18)),
      size: Number(elf.readBigUInt64LE(at + 0x20)),
      link: elf.readUInt32LE(at + 0x28),
    };
  });
}

/** Each version of each library: entries that say how far the next one is, in two levels. */
function* neededVersions(elf: Buffer, start: number): Generator<number> {
  for (let library = start, next = 1; next !== 0; library += next) {
    next = elf.readUInt32LE(library + 12);
    for (let version = library + elf.readUInt32LE(library + 8), after = 1; after !== 0; version += after) {
      after = elf.readUInt32LE(version + 12);
      yield version;
    }
  }
}

function textAt(elf: Buffer, at: number): string {
  return elf.toString("latin1", at, elf.indexOf(0, at));
}

function fail(): never {
  throw new Error("the compiled part of jazzer.js is not as it was: see whether it still needs to be fitted");
}
