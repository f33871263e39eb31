import { describe, expect, it } from "vitest";
import type { AuditHead, AuditSegment, Chain, StoredAuditRecord } from "../../src/core/audit/audit-record.ts";
import { houseChain } from "../../src/core/audit/audit-record.ts";
import { uuidTime } from "../../src/core/ids.ts";
import type { Store } from "../../src/core/tables.ts";
import { house, neighbour } from "./fixtures.ts";

function aRecord(change: Partial<StoredAuditRecord> = {}): StoredAuditRecord {
  return {
    chain: house,
    recordId: "record1",
    at: 10,
    actor: { kind: "accessKey", id: "AKIA" },
    action: "UpdateUserPoolClient",
    requestId: "request1",
    source: "192.0.2.1",
    changes: [{ what: "clients.update", on: "client client1" }],
    mac: "key.code",
    ...change,
  };
}

function aSegment(change: Partial<AuditSegment> = {}): AuditSegment {
  const records = [{ recordId: "record1", mac: "key.code" }];
  return { chain: house, number: 1, records, sealedAt: 20, mac: "key.segment", ...change };
}

function aHead(change: Partial<AuditHead> = {}): AuditHead {
  const last = { number: 1, mac: "key.segment" };
  return {
    chain: house,
    last,
    pruned: { number: 0, mac: "" },
    prunedBefore: 0,
    mac: "key.head",
    ...change,
  };
}

/** A record's id begins with its moment. */
const idOf = (at: number, name: string) => `${uuidTime(at)}-7${name}`;

export function auditSuite(open: () => Promise<Store>): void {
  describe("audit", () => {
    const ids = (records: readonly StoredAuditRecord[]) => records.map(({ recordId }) => recordId);
    const insert = (store: Store, ...records: StoredAuditRecord[]) =>
      store.write(async ({ audit }) => {
        for (const record of records) await audit.insert(record);
      });

    it("keeps a record as it was written, and lets it wait", async () => {
      const store = await open();
      const bare = aRecord({ recordId: "record2", at: 11, requestId: undefined, source: undefined });
      await insert(store, bare, aRecord());
      const { audit } = store.read;
      expect(await audit.listWaiting(house, 9)).toEqual([aRecord(), bare]);
      expect(ids(await audit.listWaiting(house, 1))).toEqual(["record1"]);
      expect(await audit.listRecordsById(house, ["record2", "gone"])).toEqual([bare]);
      expect(await audit.listRecordsById(house, [])).toEqual([]);
      expect([await audit.countRecords(house), await audit.countWaiting(house)]).toEqual([2, 2]);
    });

    it("lists records by time, from a moment on, page by page", async () => {
      const store = await open();
      const at = (time: number, name: string) => aRecord({ at: time, recordId: idOf(time, name) });
      await insert(
        store,
        at(3, "c"),
        at(1, "a"),
        at(2, "z"),
        at(2, "b"),
        aRecord({ chain: neighbour, at: 2, recordId: idOf(2, "n") }),
      );
      const list = (since: number, limit: number, after?: string) =>
        store.read.audit.listRecords(house, since, { limit, after });
      const all = [idOf(1, "a"), idOf(2, "b"), idOf(2, "z"), idOf(3, "c")];
      expect(ids(await list(0, 9))).toEqual(all);
      expect(ids(await list(2, 2))).toEqual(all.slice(1, 3));
      expect(ids(await list(2, 2, idOf(2, "z")))).toEqual(all.slice(3));
      expect(ids(await list(2, 2, idOf(2, "pruned meanwhile")))).toEqual(all.slice(2));
    });

    it("links records: they wait no more, and no number is used twice", async () => {
      const store = await open();
      await insert(store, aRecord(), aRecord({ recordId: "record2" }), aRecord({ chain: houseChain }));
      expect((await store.read.audit.listWaitingChains()).toSorted()).toEqual(["", house]);
      await store.write(({ audit }) => audit.append(aSegment(), aHead()));
      const { audit } = store.read;
      expect(ids(await audit.listWaiting(house, 9))).toEqual(["record2"]);
      expect(await audit.listSegments(house, 0, 9)).toEqual([aSegment()]);
      expect(await audit.listSegments(house, 1, 9)).toEqual([]);
      expect(await audit.findHead(house)).toEqual(aHead());
      expect(await audit.findHead(neighbour)).toBeUndefined();
      await expect(store.write((tables) => tables.audit.append(aSegment(), aHead()))).rejects.toThrow();
    });

    it("links what several nodes link at once, one after the other", async () => {
      const store = await open();
      const link = (name: string) =>
        store.write(async ({ audit }) => {
          const number = ((await audit.findHead(house))?.last.number ?? 0) + 1;
          const recordId = `record ${name}`;
          await audit.insert(aRecord({ recordId }));
          const mac = `key.${number}`;
          const segment = aSegment({ number, mac, records: [{ recordId, mac: "key.code" }] });
          await audit.append(segment, aHead({ last: { number, mac } }));
        });
      await Promise.all(Array.from({ length: 24 }, (_, index) => link(`${index}`)));
      const segments = await store.read.audit.listSegments(house, 0, 99);
      expect(segments.map(({ number }) => number)).toEqual(
        Array.from({ length: 24 }, (_, index) => index + 1),
      );
      expect(await store.read.audit.countWaiting(house)).toBe(0);
    });

    it("lists the ends of all chains", async () => {
      const store = await open();
      const chains: Chain[] = [houseChain, house, neighbour];
      await store.write(async (tables) => {
        for (const chain of chains)
          await tables.audit.append(aSegment({ chain, records: [] }), aHead({ chain }));
      });
      const list = async (after?: string) =>
        (await store.read.audit.listHeads({ limit: 2, after })).map(({ chain }) => chain);
      expect(await list()).toEqual([houseChain, house]);
      expect(await list(house)).toEqual([neighbour]);
    });

    it("finds every chain that has records or segments, with or without an end", async () => {
      const store = await open();
      expect(await store.read.audit.findNextChain(houseChain)).toBeUndefined();
      await insert(store, aRecord({ chain: houseChain }), aRecord(), aRecord({ recordId: "record2" }));
      await store.write(({ audit }) =>
        audit.append(aSegment({ chain: neighbour, records: [] }), aHead({ chain: neighbour })),
      );
      const next = (after: Chain) => store.read.audit.findNextChain(after);
      expect([await next(houseChain), await next(house), await next(neighbour)]).toEqual([
        house,
        neighbour,
        undefined,
      ]);
    });

    it("lists records from the very first where no moment is named", async () => {
      const store = await open();
      await insert(store, aRecord({ recordId: "" }), aRecord({ recordId: "record2" }));
      const list = (since?: number) => store.read.audit.listRecords(house, since, { limit: 9 });
      expect([ids(await list()), ids(await list(0))]).toEqual([["", "record2"], ["record2"]]);
    });

    it("prunes segments with their records, and nothing else", async () => {
      const store = await open();
      await insert(store, aRecord(), aRecord({ recordId: "record2", at: 30 }));
      const second = aSegment({ number: 2, records: [{ recordId: "record2", mac: "key.code" }] });
      const pruned = aHead({ pruned: { number: 1, mac: "key.segment" }, prunedBefore: 25 });
      await store.write(async ({ audit }) => {
        await audit.append(aSegment(), aHead());
        await audit.append(second, aHead({ last: { number: 2, mac: "key.second" } }));
        await audit.prune([aSegment()], pruned);
      });
      const { audit } = store.read;
      expect(await audit.findHead(house)).toEqual(pruned);
      expect(await audit.listSegments(house, 0, 9)).toEqual([second]);
      expect(ids(await audit.listRecords(house, 0, { limit: 9 }))).toEqual(["record2"]);
    });

    it("AC-14: the database refuses to remove what is not called pruned", async () => {
      const store = await open();
      await insert(store, aRecord());
      const removal = store.write(async ({ audit }) => {
        await audit.append(aSegment(), aHead());
        await audit.prune([aSegment()], aHead());
      });
      await expect(removal).rejects.toThrow("the audit log is append-only");
      expect(await store.read.audit.countRecords(house)).toBe(1);
    });
  });
}
