import { describe, expect, it } from "vitest";
import { parseCpuList, pinned } from "./pinning.ts";

describe("parseCpuList", () => {
  it("reads single CPUs and ranges", () => {
    expect(parseCpuList("0-2,5,7-8")).toEqual([0, 1, 2, 5, 7, 8]);
    expect(parseCpuList("3")).toEqual([3]);
  });

  it("reads an empty list as no CPUs", () => {
    expect(parseCpuList("")).toEqual([]);
  });
});

describe("pinned", () => {
  it("puts taskset before the command", () => {
    expect(pinned(1, ["node", "x.ts"])).toEqual(["taskset", "--cpu-list", "1", "node", "x.ts"]);
  });

  it("leaves the command alone where pinning is not possible", () => {
    expect(pinned(null, ["node", "x.ts"])).toEqual(["node", "x.ts"]);
  });
});
