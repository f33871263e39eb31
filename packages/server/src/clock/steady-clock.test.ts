import { expect, test } from "vitest";
import { createSteadyClock } from "./steady-clock.ts";

const hour = 3_600_000;

function aMachine() {
  const machine = { wall: 1_000_000_000, elapsed: 5000, setBacks: [] as number[] };
  const clock = createSteadyClock({
    machine: () => machine.wall,
    monotonic: () => machine.elapsed,
    onSetBack: (byMs) => machine.setBacks.push(byMs),
  });
  const pass = (ms: number) => {
    machine.wall += ms;
    machine.elapsed += ms;
    return clock.now();
  };
  return { machine, clock, pass };
}

test("is the machine's time, also after it was set forward", () => {
  const { machine, clock, pass } = aMachine();
  expect(pass(250)).toBe(machine.wall);
  machine.wall += 24 * hour;
  expect(clock.now()).toBe(machine.wall);
  expect(pass(1)).toBe(machine.wall);
  expect(machine.setBacks).toEqual([]);
});

test("goes on when the machine is set back, and says so once", () => {
  const { machine, clock, pass } = aMachine();
  const before = clock.now();
  machine.wall -= hour;
  expect([pass(10), pass(20)]).toEqual([before + 10, before + 30]);
  expect(machine.setBacks).toEqual([hour]);
  machine.wall -= 24 * hour;
  expect(clock.now()).toBe(before + 30);
  expect(machine.setBacks).toEqual([hour, 25 * hour]);
});

test("follows small corrections, and the machine again when it has caught up", () => {
  const { machine, clock, pass } = aMachine();
  const before = clock.now();
  machine.wall -= 400;
  expect(clock.now()).toBe(before - 400);
  machine.wall -= hour;
  pass(5);
  machine.wall += hour;
  expect(clock.now()).toBe(machine.wall);
  machine.wall -= hour;
  clock.now();
  expect(machine.setBacks).toEqual([hour, hour]);
});
