/** Guessing passwords: counted before they are looked at, slowed down by doubling, forgotten in time (AC-02, AC-05). */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { adminInitiate, initiate, told, wrongPassword } from "./support/password-flow.ts";
import { passwordClient } from "./support/people.ts";
import { createPerson, createPool, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;
let UserPoolId: string;
/** Tells when nobody has a name. */
let frank: string;
/** Does not. */
let discreet: string;
const ExplicitAuthFlows = ["ALLOW_USER_PASSWORD_AUTH" as const, "ALLOW_ADMIN_USER_PASSWORD_AUTH" as const];

beforeAll(async () => {
  server = await startTestServer();
  UserPoolId = await createPool(server, {
    AliasAttributes: ["email"],
    UsernameConfiguration: { CaseSensitive: false },
  });
  frank = await passwordClient(server, UserPoolId, { ExplicitAuthFlows });
  discreet = await passwordClient(server, UserPoolId, { PreventUserExistenceErrors: "ENABLED" });
});
afterAll(() => server.close());

const incorrect = "Incorrect username or password.";
const exceeded = "Password attempts exceeded";

const attempt = (USERNAME: string, PASSWORD: string, client = frank) =>
  told(initiate(server, client, { USERNAME, PASSWORD }));
const guess = (name: string, client = frank) => attempt(name, wrongPassword, client);
const times = async (count: number, ask: () => Promise<string>): Promise<readonly string[]> => {
  const answers: string[] = [];
  while (answers.length < count) answers.push(await ask());
  return answers;
};
const person = (name: string) =>
  createPerson(server, UserPoolId, name, { email: `${name}@example.com`, email_verified: "true" });

describe("AC-02: attempts are counted before the check", () => {
  test("of a hundred wrong passwords at once five are looked at", async () => {
    await person("ada");
    const answers = await Promise.all(Array.from({ length: 100 }, () => guess("ada")));
    expect(answers.filter((answer) => answer === incorrect)).toHaveLength(5);
    expect(answers.filter((answer) => answer === exceeded)).toHaveLength(95);
    expect(await attempt("ada", password)).toBe(exceeded);
  });

  test("the right password among a hundred wrong ones at once is found by luck alone", async () => {
    await person("bea");
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) => (index === 60 ? attempt("bea", password) : guess("bea"))),
    );
    // The order of arrival is the network's: the right one is either among the first five, or not looked at.
    const looked = answers.filter((answer) => answer !== exceeded).length;
    expect(answers[60] === "ok" ? looked <= 10 : looked === 5).toBe(true);
  });

  test("twenty right passwords at once all sign in", async () => {
    await person("cleo");
    const answers = await Promise.all(Array.from({ length: 20 }, () => attempt("cleo", password)));
    expect(new Set(answers)).toEqual(new Set(["ok"]));
  });

  test("every name and every door of a person counts on one account, and no other person's", async () => {
    await person("dora");
    await person("other");
    const admins = { USERNAME: "dora", PASSWORD: wrongPassword };
    const answers = [
      await guess("dora"),
      await guess("DORA"),
      await guess("dora@example.com"),
      await guess("dora", discreet),
      await told(adminInitiate(server, UserPoolId, frank, admins)),
    ];
    expect(answers).toEqual(Array(5).fill(incorrect));
    expect(await attempt("dora@example.com", password)).toBe(exceeded);
    expect(await attempt("other", password)).toBe("ok");
    const elsewhere = await createPool(server);
    await createPerson(server, elsewhere, "dora");
    expect(await attempt("dora", password, await passwordClient(server, elsewhere))).toBe("ok");
  });
});

describe("AC-05: the account is slowed down, not closed", () => {
  test("each failure after the fifth doubles the wait, up to fifteen minutes, and waiting attempts add nothing", async () => {
    await person("emma");
    expect(await times(5, () => guess("emma"))).toEqual(Array(5).fill(incorrect));
    for (const seconds of [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]) {
      server.advance(seconds - 0.5);
      expect(await times(3, () => guess("emma"))).toEqual(Array(3).fill(exceeded));
      server.advance(0.5);
      expect({ seconds, answer: await guess("emma") }).toEqual({ seconds, answer: incorrect });
    }
    server.advance(899.5);
    expect(await attempt("emma", password)).toBe(exceeded);
    server.advance(0.5);
    // By now fifteen minutes were quiet, too: the count begins anew.
    expect(await times(5, () => guess("emma"))).toEqual(Array(5).fill(incorrect));
    expect(await guess("emma")).toBe(exceeded);
  });

  test("the right password works when the wait is over, and the count begins anew", async () => {
    await person("flora");
    await times(6, () => guess("flora"));
    expect(await attempt("flora", password)).toBe(exceeded);
    server.advance(1);
    expect(await attempt("flora", password)).toBe("ok");
    expect(await times(4, () => guess("flora"))).toEqual(Array(4).fill(incorrect));
    expect(await attempt("flora", password)).toBe("ok");
  });

  test("four failures are forgotten after fifteen quiet minutes, and not before", async () => {
    await person("gina");
    await times(4, () => guess("gina"));
    server.advance(899.5);
    expect(await guess("gina")).toBe(incorrect);
    expect(await guess("gina")).toBe(exceeded);
    server.advance(900);
    expect(await times(4, () => guess("gina"))).toEqual(Array(4).fill(incorrect));
    expect(await attempt("gina", password)).toBe("ok");
  });
});

describe("HP-06: a name nobody has", () => {
  /** What a guesser is told in the course of a quarter of an hour. */
  const transcript = async (name: string, client: string): Promise<readonly string[]> => {
    const answers = [...(await times(7, () => guess(name, client)))];
    for (const seconds of [0.5, 0.5, 2, 3.5, 0.5, 900]) {
      server.advance(seconds);
      answers.push(...(await times(2, () => guess(name, client))));
    }
    return answers;
  };

  test("is answered like a name somebody has, attempt by attempt", async () => {
    await person("hana");
    const answers = await transcript("hana", discreet);
    expect(answers.slice(0, 7)).toEqual([...Array(5).fill(incorrect), exceeded, exceeded]);
    expect(answers.slice(-2)).toEqual([incorrect, incorrect]);
    expect(await transcript("nobody", discreet)).toEqual(answers);
  });

  test("is one account in every spelling of it, as somebody's is", async () => {
    const spellings = ["ghost", "Ghost", "GHOST", "\uff27host", "ghosT", "gHOST"];
    await person("iris");
    const somebody: string[] = [];
    for (const name of ["iris", "Iris", "IRIS", "\uff29ris", "iriS", "iRIS"])
      somebody.push(await guess(name, discreet));
    const nobody: string[] = [];
    for (const name of spellings) nobody.push(await guess(name, discreet));
    expect(nobody).toEqual(somebody);
    expect(nobody.at(-1)).toBe(exceeded);
  });

  test("is counted where the client tells that nobody has it, too", async () => {
    const answers = await times(6, () => guess("phantom"));
    expect(answers).toEqual([...Array(5).fill("User does not exist."), exceeded]);
  });

  test("AC-02: at once is looked at five times, like somebody's", async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => guess("spectre", discreet)));
    expect(answers.toSorted()).toEqual([...Array(5).fill(incorrect), ...Array(35).fill(exceeded)]);
  });
});
