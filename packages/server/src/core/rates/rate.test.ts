import { expect, test } from "vitest";
import { createRate } from "./rate.ts";

function rateOf(perSecond: number, mostSubjects?: number) {
  let time = 5_000;
  const rate = createRate(perSecond, () => time, mostSubjects);
  return {
    wait: (milliseconds: number) => {
      time += milliseconds;
    },
    take: (subject = "ada") => rate.take(subject),
    /** How many of so many at once are admitted. */
    admitted: (count: number) =>
      Array.from({ length: count }, () => rate.take("ada")).filter((each) => each === 0).length,
  };
}

test.each([1, 3, 7, 30, 120, 1000, 50_000])(
  "of twice as many at once, %i a second are admitted",
  (perSecond) => {
    expect(rateOf(perSecond).admitted(2 * perSecond)).toBe(perSecond);
  },
);

test("so many come back in the time that passes, and never more than a second's worth", () => {
  const { admitted, wait } = rateOf(10);
  expect(admitted(20)).toBe(10);
  wait(300);
  expect(admitted(20)).toBe(3);
  wait(3_600_000);
  expect(admitted(20)).toBe(10);
});

test("whoever is refused is told how long to wait, and is admitted then and not before", () => {
  const { take, wait } = rateOf(4);
  for (let index = 0; index < 4; index += 1) take();
  expect(take()).toBe(250);
  wait(249);
  expect(take()).toBe(1);
  wait(1);
  expect(take()).toBe(0);
});

test("asking while refused costs nothing", () => {
  const { take, wait } = rateOf(1);
  take();
  for (let index = 0; index < 1000; index += 1) expect(take()).toBe(1000);
  wait(1000);
  expect(take()).toBe(0);
});

test("less than one a second is one now and the next in its time", () => {
  const { take } = rateOf(0.25);
  expect([take(), take()]).toEqual([0, 4000]);
});

test("subjects do not share", () => {
  const { take } = rateOf(1);
  expect([take("ada"), take("ada"), take("bob"), take("bob")]).toEqual([0, 1000, 0, 1000]);
});

test("beyond its memory it forgets whoever was admitted longest ago", () => {
  const { take } = rateOf(2, 4);
  expect([take("ada"), take("bob"), take("ada"), take("cat")]).toEqual([0, 0, 0, 0]);
  // Bob was forgotten and begins anew; Ada was not.
  expect([take("ada"), take("bob"), take("bob")]).toEqual([500, 0, 0]);
});

test("a million addresses take no more memory than fifty thousand", () => {
  const { take } = rateOf(1);
  for (let index = 0; index < 50_001; index += 1) take(`address-${index}`);
  expect([take("address-0"), take("address-50000")]).toEqual([0, 1000]);
});
