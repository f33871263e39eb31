import { describe, expect, it, onTestFinished, vi } from "vitest";
import { sub } from "../../src/core/ids.ts";
import type { Store } from "../../src/core/tables.ts";
import type { UserFilter } from "../../src/core/users/user.ts";
import { aUser, house, neighbour } from "./fixtures.ts";

export const search = (change: Partial<UserFilter>): UserFilter => ({
  attribute: "email",
  comparison: "equals",
  value: "",
  isCaseSensitive: false,
  ...change,
});

export function searchSuite(open: () => Promise<Store>): void {
  describe("search for users", () => {
    const people = [
      aUser({ sub: sub("1"), username: "Ada", attributes: { email: "ada@example.com", name: "ΑΣ" } }),
      aUser({ sub: sub("2"), username: "ada", attributes: { email: "ADA@example.org" }, isEnabled: false }),
      aUser({ sub: sub("3"), username: "Adam", attributes: { email: "adam@example.com", name: "ΑΣΑ" } }),
      aUser({
        sub: sub("4"),
        username: "Zoe",
        attributes: { name: `${"x".repeat(300)}1` },
        status: "UNCONFIRMED",
      }),
      aUser({ sub: sub("5"), username: "%", attributes: { name: `${"x".repeat(300)}2`, given_name: "a_b" } }),
    ];

    async function openWithPeople() {
      const store = await open();
      await store.write(async ({ users }) => {
        for (const user of people) await users.insert(user, [{ name: user.username, kind: "username" }]);
        await users.insert(aUser({ poolId: neighbour }), []);
      });
      return async (filter: Partial<UserFilter> | undefined, page = { limit: 9 }) => {
        const found = await store.read.users.list(house, filter && search(filter), page);
        return found.map((user) => user.sub).join("");
      };
    }

    it.each<[string, Partial<UserFilter>, string]>([
      ["an equal value in any case", { value: "ADA@EXAMPLE.com" }, "1"],
      ["an equal value in this case only", { value: "ada@example.org", isCaseSensitive: true }, ""],
      ["a beginning", { value: "ada@", comparison: "startsWith" }, "12"],
      [
        "a beginning in this case only",
        { attribute: "username", value: "Ad", comparison: "startsWith", isCaseSensitive: true },
        "13",
      ],
      ["a user name in this case only", { attribute: "username", value: "ada", isCaseSensitive: true }, "2"],
      ["everybody who has the attribute", { attribute: "name", value: "", comparison: "startsWith" }, "1345"],
      ["no wildcards", { attribute: "username", value: "%", comparison: "startsWith" }, "5"],
      ["no single-character wildcards", { attribute: "given_name", value: "axb" }, ""],
      [
        "a beginning that ends in a final sigma",
        { attribute: "name", value: "ας", comparison: "startsWith" },
        "13",
      ],
      ["the whole of a long value", { attribute: "name", value: `${"X".repeat(300)}2` }, "5"],
      [
        "the beginning of a long value",
        { attribute: "name", value: "x".repeat(300), comparison: "startsWith" },
        "45",
      ],
      ["enabled people", { attribute: "status", value: "Enabled" }, "1345"],
      ["disabled people", { attribute: "status", value: "Disabled" }, "2"],
      [
        "nobody with a status in another case",
        { attribute: "status", value: "enabled", isCaseSensitive: true },
        "",
      ],
      ["a status", { attribute: "cognito:user_status", value: "unconfirmed" }, "4"],
      ["a sub", { attribute: "sub", value: "3" }, "3"],
      ["the beginning of a sub", { attribute: "sub", value: "", comparison: "startsWith" }, "12345"],
      [
        "nothing for an attribute nobody has",
        { attribute: "__proto__", value: "", comparison: "startsWith" },
        "",
      ],
    ])("AP-13 finds %s", async (_title, filter, expected) => {
      const find = await openWithPeople();
      expect(await find(filter)).toBe(expected);
    });

    it("AP-13 takes a filter value as a value", async () => {
      const find = await openWithPeople();
      expect(await find({ value: "x' or '1'='1" })).toBe("");
      expect(await find({ attribute: "name' or 1=1 --", value: "", comparison: "startsWith" })).toBe("");
    });

    it("pages through everybody in the order of their subs", async () => {
      const find = await openWithPeople();
      const pages = [undefined, "2", "4", "5"].map((after) =>
        find(undefined, { limit: 2, ...(after && { after }) }),
      );
      expect(await Promise.all(pages)).toEqual(["12", "34", "5", ""]);
    });

    it.each<Partial<UserFilter>>([
      { attribute: "username", value: "P", comparison: "startsWith" },
      { attribute: "username", value: "PERSON 17" },
      { attribute: "status", value: "enabled" },
    ])("reads nobody whose spelling is another: %j", async (filter) => {
      const store = await open();
      await store.write(async ({ users }) => {
        for (let each = 0; each < 50; each += 1) {
          await users.insert(aUser({ sub: sub(`${each}`), username: `person ${each}` }), []);
        }
      });
      const parse = vi.spyOn(JSON, "parse");
      onTestFinished(() => parse.mockRestore());
      const exact = search({ ...filter, isCaseSensitive: true });
      expect(await store.read.users.list(house, exact, { limit: 1 })).toEqual([]);
      expect(parse).not.toHaveBeenCalled();
    });

    it("fills a page although candidates in between do not match", async () => {
      const find = await openWithPeople();
      const exact = {
        attribute: "username",
        value: "A",
        comparison: "startsWith",
        isCaseSensitive: true,
      } as const;
      expect(await find(exact, { limit: 2 })).toBe("13");
      expect(await find(exact, { limit: 1, ...{ after: "1" } })).toBe("3");
      expect(await find(exact, { limit: 1, ...{ after: "3" } })).toBe("");
    });
  });
}
