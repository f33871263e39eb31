import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { Unavailable } from "../core/failures.ts";
import { asUnavailable } from "./unavailable.ts";

test("a SQLite without room is trouble that passes, and a mistake in a statement is none", () => {
  const db = new DatabaseSync(":memory:");
  db.exec("create table letters (text text); pragma max_page_count = 3");
  const fill = () => db.prepare("insert into letters values (?)").run("x".repeat(100_000));
  expect(translated(fill)).toBeInstanceOf(Unavailable);
  expect(translated(fill)).toMatchObject({ cause: { errcode: 13 } });
  expect(translated(() => db.prepare("insert into postcards values (1)"))).not.toBeInstanceOf(Unavailable);
  db.close();
});

function translated(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return asUnavailable(error);
  }
}
