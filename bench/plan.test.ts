import { describe, expect, it } from "vitest";
import { orderOfRound } from "./plan.ts";

describe("orderOfRound", () => {
  it("lets every server begin once before one begins again", () => {
    const orders = [1, 2, 3, 4].map((round) => orderOfRound(["a", "b", "c"], round).join(""));
    expect(orders).toEqual(["abc", "bca", "cab", "abc"]);
  });

  it("has nothing to order without servers", () => {
    expect(orderOfRound([], 2)).toEqual([]);
  });
});
