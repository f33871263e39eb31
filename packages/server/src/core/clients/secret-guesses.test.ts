import { expect, test } from "vitest";
import { createSecretGuesses } from "./secret-guesses.ts";

const now = 1_000_000;

test("CA-07 a guesser is refused after as many wrong secrets as allowed, for a minute", () => {
  const guesses = createSecretGuesses(3);
  for (let guess = 0; guess < 3; guess++) {
    expect(guesses.isExhausted("client source", now)).toBe(false);
    guesses.count("client source", now);
  }
  expect(guesses.isExhausted("client source", now + 59_999)).toBe(true);
  expect(guesses.isExhausted("client source", now + 60_000)).toBe(false);
});

test("CA-07 one guesser does not use up another's guesses", () => {
  const guesses = createSecretGuesses(1);
  guesses.count("client here", now);
  expect(guesses.isExhausted("client there", now)).toBe(false);
});

test("a new minute begins with the first wrong secret after the old one", () => {
  const guesses = createSecretGuesses(2);
  guesses.count("a", now);
  guesses.count("a", now + 60_000);
  expect(guesses.isExhausted("a", now + 60_001)).toBe(false);
});

test("what is remembered is bounded: the oldest guesser is forgotten first", () => {
  const guesses = createSecretGuesses(1);
  guesses.count("first", now);
  for (let guesser = 0; guesser < 10_000; guesser++) guesses.count(`guesser ${guesser}`, now);
  expect(guesses.isExhausted("first", now)).toBe(false);
  for (const guesser of [5_000, 9_999]) expect(guesses.isExhausted(`guesser ${guesser}`, now)).toBe(true);
});
