import { expect, it } from "vitest";
import { interruptionOf } from "./postgres-errors.ts";

it("takes another connection for a plan that is out of date, whatever language the server speaks", () => {
  const said = "gecachter Plan darf den Ergebnistyp nicht ändern";
  const error = Object.assign(new Error(said), { code: "0A000", routine: "RevalidateCachedQuery" });
  expect(interruptionOf(error)).toBe("connection");
  expect(interruptionOf(Object.assign(error, { routine: "transformStmt" }))).toBeUndefined();
});
