import { describe, expect, it } from "vitest";
import { type Branding, everyClient } from "../../src/core/branding/branding.ts";
import { clientId } from "../../src/core/ids.ts";
import type { Store } from "../../src/core/tables.ts";
import type { Terms } from "../../src/core/terms/terms.ts";
import { house, neighbour } from "./fixtures.ts";

const app = clientId("app");
export const classic: Branding = {
  poolId: house,
  clientId: everyClient,
  brandingId: "",
  content: {
    kind: "classic",
    css: ".label-customizable { color: red }",
    image: { hash: "h", extension: "PNG" },
  },
  createdAt: 1,
  modifiedAt: 2,
};
const managed: Branding = {
  poolId: house,
  clientId: app,
  brandingId: "b-1",
  content: { kind: "managed", usesCognitoValues: false, settings: { a: [1] }, assets: [] },
  createdAt: 3,
  modifiedAt: 4,
};

export function brandingsSuite(open: () => Promise<Store>): void {
  describe("brandings", () => {
    it("gives back what was stored, of the app and of the pool", async () => {
      const store = await open();
      const { read } = store;
      expect(await read.brandings.listOfClient(house, app)).toEqual([]);
      expect(await store.write(({ brandings }) => brandings.insert(classic, { h: "AAAA" }))).toBe(true);
      expect(await store.write(({ brandings }) => brandings.insert(managed, {}))).toBe(true);
      expect(await store.write(({ brandings }) => brandings.insert(managed, {}))).toBe(false);
      expect(await read.brandings.listOfClient(house, app)).toEqual([classic, managed]);
      expect(await read.brandings.listOfClient(neighbour, app)).toEqual([]);
      expect(await read.brandings.find(house, everyClient, "classic")).toEqual(classic);
      expect(await read.brandings.find(house, app, "managed")).toEqual(managed);
      expect(await read.brandings.find(house, app, "classic")).toBeUndefined();
      expect(await read.brandings.find(house, everyClient, "managed")).toBeUndefined();
      expect(await read.brandings.listOfClient(house, clientId("another"))).toEqual([classic]);
      expect(await read.brandings.findById(house, "b-1")).toEqual(managed);
      expect(await read.brandings.findById(neighbour, "b-1")).toBeUndefined();
      expect(await read.brandings.findFiles(house, everyClient, "classic")).toEqual({ h: "AAAA" });
      expect(await read.brandings.findFiles(house, app, "classic")).toEqual({});
      expect(await read.brandings.count(house, "managed")).toBe(1);
    });

    it("replaces and deletes one alone, and shows it at once", async () => {
      const store = await open();
      await store.write(async ({ brandings }) => {
        await brandings.insert(classic, { h: "AAAA" });
        await brandings.insert(managed, {});
      });
      const ofApp: Branding = { ...classic, clientId: app, brandingId: "b-2" };
      await store.write(({ brandings }) => brandings.insert(ofApp, { h: "CCCC" }));
      expect(await store.read.brandings.listOfClient(house, app)).toEqual([classic, ofApp, managed]);
      const changed = { ...managed, modifiedAt: 9 };
      expect(await store.write(({ brandings }) => brandings.update(changed, { x: "BBBB" }))).toBe(true);
      expect(await store.read.brandings.listOfClient(house, app)).toEqual([classic, ofApp, changed]);
      expect(await store.read.brandings.findFiles(house, app, "managed")).toEqual({ x: "BBBB" });
      expect(await store.read.brandings.findFiles(house, app, "classic")).toEqual({ h: "CCCC" });
      const repainted = { ...ofApp, modifiedAt: 9 };
      expect(await store.write(({ brandings }) => brandings.update(repainted, {}))).toBe(true);
      expect(await store.read.brandings.listOfClient(house, app)).toEqual([classic, repainted, changed]);
      expect(await store.write(({ brandings }) => brandings.delete(house, app, "classic"))).toBe(true);
      expect(await store.read.brandings.listOfClient(house, app)).toEqual([classic, changed]);
      expect(await store.write(({ brandings }) => brandings.delete(house, app, "classic"))).toBe(false);
      await store.write(({ brandings }) => brandings.deleteOfClient(house, app));
      expect(await store.read.brandings.listOfClient(house, app)).toEqual([classic]);
      expect(await store.write(({ brandings }) => brandings.update(changed, {}))).toBe(false);
    });
  });
}

export const aTerms = (change: Partial<Terms> = {}): Terms => ({
  poolId: house,
  termsId: "t-1",
  clientId: app,
  name: "terms-of-use",
  links: { "cognito:default": "https://example.com" },
  createdAt: 1,
  modifiedAt: 2,
  ...change,
});

export function termsSuite(open: () => Promise<Store>): void {
  describe("terms", () => {
    it("gives back what was stored, one of each name for an app", async () => {
      const store = await open();
      const privacy = aTerms({ termsId: "t-0", name: "privacy-policy" });
      expect(await store.write(({ terms }) => terms.insert(aTerms()))).toBe(true);
      expect(await store.write(({ terms }) => terms.insert(aTerms({ termsId: "t-2" })))).toBe(false);
      expect(await store.write(({ terms }) => terms.insert(privacy))).toBe(true);
      expect(await store.read.terms.find(house, "t-1")).toEqual(aTerms());
      expect(await store.read.terms.find(neighbour, "t-1")).toBeUndefined();
      expect(await store.read.terms.listOfClient(house, app)).toEqual([privacy, aTerms()]);
      expect(await store.read.terms.listOfClient(house, clientId("another"))).toEqual([]);
      expect(await store.read.terms.list(house, { limit: 1 })).toEqual([privacy]);
      expect(await store.read.terms.list(house, { limit: 9, after: "t-0" })).toEqual([aTerms()]);
      expect(await store.read.terms.count(house)).toBe(2);
    });

    it("replaces and deletes one alone, and shows it at once", async () => {
      const store = await open();
      const privacy = aTerms({ termsId: "t-0", name: "privacy-policy" });
      const ofAnother = aTerms({ termsId: "t-3", clientId: clientId("another") });
      await store.write(async ({ terms }) => {
        for (const each of [aTerms(), privacy, ofAnother]) await terms.insert(each);
      });
      await store.read.terms.listOfClient(house, app);
      const changed = aTerms({ links: { "cognito:default": "https://example.org" }, modifiedAt: 9 });
      expect(await store.write(({ terms }) => terms.update(changed))).toBe(true);
      expect(await store.read.terms.listOfClient(house, app)).toEqual([privacy, changed]);
      expect(await store.write(({ terms }) => terms.delete(neighbour, "t-1"))).toBe(false);
      expect(await store.write(({ terms }) => terms.delete(house, "t-0"))).toBe(true);
      expect(await store.read.terms.listOfClient(house, app)).toEqual([changed]);
      await store.write(({ terms }) => terms.deleteOfClient(house, app));
      expect(await store.read.terms.list(house, { limit: 9 })).toEqual([ofAnother]);
      expect(await store.read.terms.listOfClient(house, app)).toEqual([]);
      expect(await store.write(({ terms }) => terms.update(changed))).toBe(false);
      expect(await store.write(({ terms }) => terms.delete(house, "t-1"))).toBe(false);
    });
  });
}
