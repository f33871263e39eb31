import { describe, expect, it } from "vitest";
import { descendants, parseResidentMb, parseStat } from "./proc.ts";

const tail = "S 41 42 42 0 -1 4194560 9000 10 0 0 1234 66 5 7 20 0 11 0 98765 1000000 2000";

describe("parseStat", () => {
  it("adds user and system time, in seconds, without the children that have ended", () => {
    expect(parseStat(`42 (node) ${tail}`)).toEqual({ pid: 42, parent: 41, cpuSeconds: 13 });
  });

  it("is not misled by spaces and parentheses in the command's name", () => {
    expect(parseStat(`42 (my (odd) S 7 server) ${tail}`)).toEqual({ pid: 42, parent: 41, cpuSeconds: 13 });
  });

  it("refuses a line that is not a stat line", () => {
    expect(() => parseStat("")).toThrow("not a line of /proc");
    expect(() => parseStat("42 (node) S 41")).toThrow("not a line of /proc");
    expect(() => parseStat(`x (node) ${tail}`)).toThrow("not a line of /proc");
  });
});

describe("parseResidentMb", () => {
  it("turns kibibytes into megabytes", () => {
    expect(parseResidentMb("Name:\tnode\nVmHWM:\t  999999 kB\nVmRSS:\t  100000 kB\nThreads:\t11\n")).toBe(
      102.4,
    );
  });

  it("counts a process that has ended as nothing", () => {
    expect(parseResidentMb("Name:\tnode\nState:\tZ (zombie)\n")).toBe(0);
  });
});

describe("descendants", () => {
  it("finds children and grandchildren in any order and leaves strangers out", () => {
    const processes = [
      { pid: 30, parent: 20, cpuSeconds: 0 },
      { pid: 20, parent: 10, cpuSeconds: 0 },
      { pid: 21, parent: 10, cpuSeconds: 0 },
      { pid: 99, parent: 1, cpuSeconds: 0 },
    ];
    expect(descendants(10, processes)).toEqual([10, 20, 21, 30]);
  });
});
