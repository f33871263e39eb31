import { describe, expect, it } from "vitest";
import { noMfa } from "../../src/core/factors/mfa-preference.ts";
import { sub } from "../../src/core/ids.ts";
import type { Store, Tables } from "../../src/core/tables.ts";
import type { SignInName, User } from "../../src/core/users/user.ts";
import {
  aCode,
  aDevice,
  ada,
  aFamily,
  aGroup,
  anAuthEvent,
  aPasskey,
  aSession,
  aUser,
  aVerificationCode,
  ben,
  house,
  neighbour,
} from "./fixtures.ts";
import { search } from "./search.ts";

const name = (text: string, kind: SignInName["kind"] = "username"): SignInName => ({ name: text, kind });
export function usersSuite(open: () => Promise<Store>): void {
  describe("users", () => {
    it("gives back what was stored, by sub and by each name", async () => {
      const store = await open();
      const user = aUser();
      const names = [name("ada"), name("ada@example.com", "email")];
      expect(await store.write((tables) => tables.users.insert(user, names))).toBeUndefined();
      expect(await store.read.users.find(house, ada)).toEqual(user);
      expect(await store.read.users.findByName(house, "ada")).toEqual(user);
      expect(await store.read.users.findByName(house, "ada@example.com")).toEqual(user);
      expect(await store.read.users.findByName(neighbour, "ada")).toBeUndefined();
      expect(await store.read.users.countAbout(house)).toBe(1);
      expect(await store.read.users.countAbout(neighbour)).toBe(0);
    });

    it("keeps optional values undefined", async () => {
      const store = await open();
      const user = aUser({
        passwordHash: undefined,
        sealedSrp: undefined,
        passwordHistory: [],
        mfa: noMfa,
        temporaryPasswordExpiresAt: undefined,
        isEnabled: false,
      });
      await store.write((tables) => tables.users.insert(user, []));
      expect(await store.read.users.find(house, ada)).toEqual(user);
    });

    it("answers the first name that is somebody else's, and stores nothing", async () => {
      const store = await open();
      await store.write((tables) => tables.users.insert(aUser(), [name("ada"), name("a@x", "email")]));
      const other = aUser({ sub: ben });
      const taken = await store.write((tables) =>
        tables.users.insert(other, [name("ben"), name("a@x", "email"), name("ada")]),
      );
      expect(taken).toEqual(name("a@x", "email"));
      expect(await store.read.users.find(house, ben)).toBeUndefined();
      expect(await store.read.users.findByName(house, "ben")).toBeUndefined();
    });

    it("lets two pools have the same name", async () => {
      const store = await open();
      await store.write((tables) => tables.users.insert(aUser(), [name("ada")]));
      const twin = aUser({ poolId: neighbour });
      expect(await store.write((tables) => tables.users.insert(twin, [name("ada")]))).toBeUndefined();
      expect(await store.read.users.findByName(neighbour, "ada")).toEqual(twin);
    });

    it("lets one name serve as two kinds of one person", async () => {
      const store = await open();
      const names = [name("a@x"), name("a@x", "email")];
      expect(await store.write((tables) => tables.users.insert(aUser(), names))).toBeUndefined();
      expect(await store.write((tables) => tables.users.update(aUser(), names))).toBeUndefined();
      expect((await store.read.users.findByName(house, "a@x"))?.sub).toBe(ada);
    });

    it("replaces the row, the names and the search entries of one person alone", async () => {
      const store = await open();
      const other = aUser({ sub: ben, username: "Ben" });
      const before = aUser({ attributes: { email: "ada@example.com", name: "Ada" } });
      await store.write((tables) => tables.users.insert(before, [name("ada"), name("old", "email")]));
      await store.write((tables) => tables.users.insert(other, [name("ben")]));
      const changed = aUser({ attributes: { email: "new@example.com" }, status: "RESET_REQUIRED" });
      expect(
        await store.write((tables) => tables.users.update(changed, [name("ada"), name("new", "email")])),
      ).toBeUndefined();
      expect(await store.read.users.find(house, ada)).toEqual(changed);
      expect(await store.read.users.findByName(house, "old")).toBeUndefined();
      expect(await store.read.users.findByName(house, "new")).toEqual(changed);
      expect(await store.read.users.findByName(house, "ada")).toEqual(changed);
      expect(await store.read.users.findByName(house, "ben")).toEqual(other);
      const found = (value: string, attribute = "email") =>
        store.read.users.list(house, search({ value, attribute }), { limit: 9 });
      expect(await found("ada@example.com")).toEqual([other]);
      expect(await found("new@example.com")).toEqual([changed]);
      expect(await found("Ada", "username")).toEqual([changed]);
    });

    it("answers the taken name of an update, and changes nothing", async () => {
      const store = await open();
      await store.write((tables) => tables.users.insert(aUser(), [name("ada")]));
      await store.write((tables) => tables.users.insert(aUser({ sub: ben, username: "Ben" }), [name("ben")]));
      const renamed = aUser({ sub: ben, username: "Ada" });
      expect(await store.write((tables) => tables.users.update(renamed, [name("ada")]))).toEqual(name("ada"));
      expect((await store.read.users.findByName(house, "ben"))?.username).toBe("Ben");
    });

    it.each([
      ["a\0b", "a\0b"],
      ["a\ud800b", "a\udc00b"],
    ])("knows the taken name %j again by what is stored of it", async (taken, wanted) => {
      const store = await open();
      await store.write((tables) => tables.users.insert(aUser(), [name(taken)]));
      const other = aUser({ sub: ben, username: "Ben" });
      const insert = () => store.write((tables) => tables.users.insert(other, [name(wanted)]));
      expect(await insert()).toEqual(name(wanted));
      await store.write((tables) => tables.users.insert(other, [name("ben")]));
      const update = () => store.write((tables) => tables.users.update(other, [name(wanted)]));
      expect(await update()).toEqual(name(wanted));
      expect((await store.read.users.findByName(house, wanted))?.sub).toBe(ada);
    });

    it("refuses to update somebody who is gone", async () => {
      const store = await open();
      await expect(store.write((tables) => tables.users.update(aUser(), []))).rejects.toThrow("no user");
    });

    it("deletes a person with everything of theirs and nothing of others", async () => {
      const store = await open();
      await store.write((tables) => insertWithBelongings(tables, aUser(), "ada"));
      await store.write((tables) => insertWithBelongings(tables, aUser({ sub: ben }), "ben"));
      expect(await store.write((tables) => tables.users.delete(house, ada))).toBe(true);
      expect(await store.write((tables) => tables.users.delete(house, ada))).toBe(false);

      const left = async (who: typeof ada, label: string) => [
        (await store.read.users.find(house, who))?.sub,
        (await store.read.users.findByName(house, label))?.sub,
        (await store.read.families.find(house, who, aFamily().familyId))?.sub,
        (await store.read.authorizationCodes.find(house, label))?.sub,
        (await store.read.browserSessions.find(house, label, 0))?.sub,
        (await store.read.verificationCodes.find(house, who, "verify:email"))?.sub,
        (await store.read.devices.find(house, who, aDevice().deviceKey))?.sub,
        (await store.read.passkeys.find(house, who, label))?.sub,
        (await store.read.softwareTokens.find(house, who))?.sub,
        (await store.read.authEvents.find(house, who, "event1"))?.sub,
        (await store.read.groups.listOfUser(house, who)).length,
        await store.read.attempts.findLocked(house, who, 0),
        await store.write(({ quotas }) => quotas.count(house, who, "code", 1, 0)),
      ];
      expect(await left(ada, "ada")).toEqual([...Array(10).fill(undefined), 0, false, true]);
      expect(await left(ben, "ben")).toEqual([...Array(10).fill(ben), 1, true, false]);
      expect(
        await store.read.users.list(house, search({ value: "ada@example.com" }), { limit: 9 }),
      ).toHaveLength(1);
    });
  });
}

async function insertWithBelongings(tables: Tables, user: User, label: string) {
  await tables.users.insert(user, [name(label)]);
  await tables.families.insert(aFamily({ sub: user.sub }));
  await tables.authorizationCodes.insert(aCode({ sub: user.sub, codeHash: label }));
  await tables.browserSessions.insert(aSession({ sub: user.sub, sessionHash: label }));
  await tables.verificationCodes.put(aVerificationCode({ sub: user.sub }));
  await tables.devices.insert(aDevice({ sub: user.sub }));
  await tables.passkeys.insert(aPasskey({ sub: user.sub, credentialId: label }));
  await tables.softwareTokens.putPending(house, user.sub, "sealed");
  await tables.authEvents.put(anAuthEvent({ sub: user.sub }));
  await tables.quotas.count(house, user.sub, "code", 1, 0);
  await tables.groups.addMember(house, (await ensureGroup(tables)).name, user.sub);
  for (let failure = 0; failure < 5; failure += 1) await tables.attempts.count(house, user.sub, 0);
}

async function ensureGroup(tables: Tables) {
  const group = aGroup();
  await tables.groups.insert(group);
  return group;
}

export function groupsSuite(open: () => Promise<Store>): void {
  describe("groups", () => {
    it("stores a text that PostgreSQL could not take as one that a move can", async () => {
      const store = await open();
      await store.write(({ groups }) => groups.insert(aGroup({ description: "a\0b \ud800 😀" })));
      const found = await store.read.groups.find(house, "admins");
      expect(found?.description).toBe("a\u{10FFFE}b \uFFFD 😀");
    });

    it("gives back what was stored, and refuses a taken name", async () => {
      const store = await open();
      const bare = aGroup({
        name: "bare",
        description: undefined,
        roleArn: undefined,
        precedence: undefined,
      });
      expect(await store.write(({ groups }) => groups.insert(aGroup()))).toBe(true);
      expect(await store.write(({ groups }) => groups.insert(aGroup({ description: "Other" })))).toBe(false);
      expect(await store.write(({ groups }) => groups.insert(bare))).toBe(true);
      expect(await store.read.groups.find(house, "admins")).toEqual(aGroup());
      expect(await store.read.groups.find(house, "bare")).toEqual(bare);
      expect(await store.read.groups.find(neighbour, "bare")).toBeUndefined();
    });

    it("updates a group that exists", async () => {
      const store = await open();
      const changed = aGroup({ precedence: 7, modifiedAt: 9 });
      expect(await store.write(({ groups }) => groups.update(changed))).toBe(false);
      await store.write(async ({ groups }) => {
        await groups.insert(aGroup());
        await groups.insert(aGroup({ name: "others" }));
      });
      expect(await store.write(({ groups }) => groups.update(changed))).toBe(true);
      expect(await store.read.groups.find(house, "admins")).toEqual(changed);
      expect(await store.read.groups.find(house, "others")).toEqual(aGroup({ name: "others" }));
    });

    it("pages groups by name and members by sub", async () => {
      const store = await open();
      await store.write(async ({ groups, users }) => {
        for (const each of ["c", "a", "b"]) await groups.insert(aGroup({ name: each }));
        for (const each of [ben, ada]) {
          await users.insert(aUser({ sub: each }), []);
          await groups.addMember(house, "a", each);
          await groups.addMember(house, "a", each);
        }
        await groups.addMember(house, "b", ada);
      });
      const names = async (page: { limit: number; after?: string }) =>
        (await store.read.groups.list(house, page)).map((group) => group.name).join("");
      const members = async (page: { limit: number; after?: string }) =>
        (await store.read.groups.listMembers(house, "a", page)).map((user) => user.sub);
      expect(await names({ limit: 2 })).toBe("ab");
      expect(await names({ limit: 2, after: "b" })).toBe("c");
      expect(await members({ limit: 9 })).toEqual([ada, ben]);
      expect(await members({ limit: 1 })).toEqual([ada]);
      expect(await members({ limit: 9, after: ada })).toEqual([ben]);
      expect((await store.read.groups.listOfUser(house, ada)).map((group) => group.name)).toEqual(["a", "b"]);
    });

    it("ends some memberships of a group at a time, and no other's", async () => {
      const store = await open();
      const some = (most: number) => store.write(({ groups }) => groups.removeMembers(house, "a", most));
      await store.write(async ({ groups, users }) => {
        await users.insert(aUser(), []);
        for (const name of ["a", "b"]) {
          await groups.insert(aGroup({ name }));
          await groups.insert(aGroup({ name, poolId: neighbour }));
          for (const each of ["1", "2", "3"]) await groups.addMember(house, name, sub(each));
          await groups.addMember(house, name, ada);
        }
        await groups.addMember(neighbour, "a", ada);
      });
      expect([await some(3), await some(3), await some(3)]).toEqual([true, false, false]);
      expect((await store.read.groups.listOfUser(house, ada)).map(({ name }) => name)).toEqual(["b"]);
      expect((await store.read.groups.listOfUser(neighbour, ada)).map(({ name }) => name)).toEqual(["a"]);
    });

    it("ends a membership, and all of them with the group", async () => {
      const store = await open();
      await store.write(async ({ groups, users }) => {
        await groups.insert(aGroup());
        await groups.insert(aGroup({ name: "others" }));
        for (const sub of [ada, ben]) {
          await users.insert(aUser({ sub }), []);
          await groups.addMember(house, "admins", sub);
          await groups.addMember(house, "others", sub);
        }
        await groups.removeMember(house, "others", ada);
      });
      expect(await store.read.groups.listOfUser(house, ada)).toEqual([aGroup()]);
      expect(await store.write(({ groups }) => groups.delete(house, "admins"))).toBe(true);
      expect(await store.write(({ groups }) => groups.delete(house, "admins"))).toBe(false);
      await store.write(({ groups }) => groups.insert(aGroup()));
      expect(await store.read.groups.listMembers(house, "admins", { limit: 9 })).toEqual([]);
      expect(await store.read.groups.listOfUser(house, ben)).toEqual([aGroup({ name: "others" })]);
    });
  });
}
