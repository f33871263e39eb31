import { setTimeout as pause } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import {
  aClient,
  aDevice,
  ada,
  aMessage,
  aPool,
  aSigningKey,
  aUser,
  house,
} from "../../../test/sql/fixtures.ts";
import { temporaryFolder } from "../../../test/sql/temporary-folder.ts";
import { testWorld } from "../../../test/support/world.ts";
import { createCrypto } from "../../crypto/create.ts";
import { parseMasterKeyRing } from "../../crypto/master-key.ts";
import { sealedCheck, verifyMasterKey } from "../../crypto/master-key-check.ts";
import { opensSigningKey } from "../../crypto/signing.ts";
import { openStorage } from "../../sql/open-storage.ts";
import { accessKeySecret, createAccessKey } from "../access-keys/secret.ts";
import { houseChain, type Trail } from "../audit/audit-record.ts";
import { newRecord } from "../audit/audited-store.ts";
import { sealChain } from "../audit/seal.ts";
import { verifyChain } from "../audit/verify.ts";
import { clientSecrets, sealClientSecret } from "../clients/client-secrets.ts";
import { openDeviceVerifier, sealDeviceVerifier } from "../devices/device-verifier.ts";
import { openSecret, sealSecret } from "../factors/check-software-token.ts";
import { openContent, sealContent } from "../messages/message-content.ts";
import type { World } from "../ports.ts";
import { newTriggerTargets, webhookSecretPurpose } from "../triggers/trigger-targets.ts";
import { openSrpVerifier } from "../users/password.ts";
import { countSealed, OldKeyInUse, reseal } from "./reseal.ts";
import type { SealedText } from "./sealed-text.ts";

const oldKey = "ab".repeat(32);
const newKey = "cd".repeat(32);
const trail: Trail = {
  actor: { kind: "commandLine", id: "root" },
  action: "reseal",
  requestId: undefined,
  source: undefined,
};
const options = { trail, onProgress: () => undefined, pause: () => pause(0) };

/** The same data, as a program sees it that was started with these keys. */
async function openData(): Promise<(keys: string) => Promise<World>> {
  const dataFolder = temporaryFolder();
  const base = await testWorld();
  return async (keys) => {
    const ring = parseMasterKeyRing(keys, "test");
    const { store, keptKeys, close } = await openStorage({
      dataFolder,
      server: undefined,
      isServer: false,
      sealedCheck: () => sealedCheck(ring),
      verifyCheck: (stored) => verifyMasterKey(ring, stored),
      onMoved: () => undefined,
    });
    onTestFinished(close);
    return { ...base, ...createCrypto(ring, { keptKeys }), store };
  };
}

/** One of everything that is sealed and stays. */
async function fill(world: World): Promise<void> {
  const verifier = { salt: "5a17", verifier: "7e51" };
  const owned = aDevice();
  const person = aUser();
  const { key } = createAccessKey(world, {
    scope: { kind: "ALL" },
    description: "",
    credentials: { accessKeyId: "AKIA1", secretAccessKey: "access secret" },
  });
  const [triggerTarget] = newTriggerTargets(
    world,
    house,
    [{ TriggerArn: "arn:hook", Webhook: { Url: "https://hook.example", Secret: "webhook secret" } }],
    { kind: "ALL" },
    () => new Error("refused") as never,
  );
  if (triggerTarget === undefined) throw new Error("there is no target");
  // A member of another's making that looks like ours, but for its quotation marks.
  const decoy = { arn: 'arn:"sealedSecret":"v1.00000000.x.y"', kind: "lambda" } as const;
  const pair = await world.signing.generate(house);
  await world.store.write(async (tables) => {
    await tables.accessKeys.insert(key);
    await tables.pools.insert(
      aPool({
        triggerTargets: [triggerTarget, { ...decoy, endpoint: "https://x.example", functionName: "f" }],
      }),
    );
    await tables.clients.insert(
      aClient({
        secrets: [sealClientSecret(world, "first secret"), sealClientSecret(world, "second secret")],
      }),
    );
    await tables.signingKeys.insert(aSigningKey(pair));
    await tables.users.insert(aUser({ sealedSrp: world.sealing.seal("srp", JSON.stringify(verifier)) }), []);
    await tables.devices.insert(aDevice({ sealedVerifier: sealDeviceVerifier(world, owned, verifier) }));
    const secret = sealSecret(world, person, "totp secret");
    await tables.softwareTokens.putPending(house, ada, secret);
    await tables.softwareTokens.confirm(house, ada, secret, undefined, 1);
    await tables.softwareTokens.putPending(house, ada, sealSecret(world, person, "next totp secret"));
    const content = { text: "Your code is 123456", html: "", notice: "n", sub: ada };
    await tables.messages.insert(aMessage({ sealedBody: sealContent(world, content) }));
  });
  await record(world, "clients.update");
}

async function record(world: World, what: string): Promise<void> {
  await world.store.write(({ audit }) =>
    audit.insert(newRecord(world, trail, house, [{ what, on: "client 1" }])),
  );
  await sealChain(world, house);
  await sealChain(world, houseChain);
}

async function secretsOfClient({ store }: World): Promise<SealedText> {
  const [only] = await store.read.sealed.list("clients", undefined, 1);
  if (only === undefined) throw new Error("there is no client");
  return only;
}

/** Everything that was sealed, opened. */
async function openedBy(world: World): Promise<readonly unknown[]> {
  const { read } = world.store;
  const token = await read.softwareTokens.find(house, ada);
  const [message] = await read.messages.listNewest(1);
  const device = await read.devices.find(house, ada, aDevice().deviceKey);
  const [accessKey] = await read.accessKeys.list();
  const [signingKey] = await read.signingKeys.list(house);
  const client = await read.clients.find(house, aClient().clientId);
  const [target] = (await read.pools.find(house))?.triggerTargets ?? [];
  const hook = target?.kind === "webhook" ? target.sealedSecret : "";
  if (!message || !device || !accessKey || !signingKey || !client || !token) throw new Error("one is gone");
  return [
    accessKeySecret(world, accessKey),
    clientSecrets(world, client),
    openDeviceVerifier(world, device),
    openContent(world, message.sealedBody),
    openSrpVerifier(world, await read.users.find(house, ada)),
    openSecret(world, aUser(), token.sealedPendingSecret ?? ""),
    openSecret(world, aUser(), token.sealedSecret ?? ""),
    opensSigningKey(world.sealing, house, signingKey),
    world.sealing.open(webhookSecretPurpose(house), hook),
  ];
}

test("after a reseal the new key alone opens everything, and the old one nothing", async () => {
  const open = await openData();
  const before = await open(oldKey);
  await fill(before);
  const secrets = await openedBy(before);
  expect(secrets).toHaveLength(9);
  expect(secrets).toContain("webhook secret");

  const both = await open(`${newKey},${oldKey}`);
  const counted = await countSealed(both, options);
  const done = await reseal(both, options);
  expect(done).toEqual(counted);
  expect(done.closed).toEqual([]);
  expect([...done.counts.values()].every(({ all, sealedAnew }) => all > 0 && sealedAnew > 0)).toBe(true);
  expect(done.counts.get("clients")).toEqual({ all: 2, sealedAnew: 1 });
  expect(done.counts.size).toBe(9);

  expect(await openedBy(await open(newKey))).toEqual(secrets);
  await expect(open(oldKey)).rejects.toThrow("This data was sealed under master key");
  await expect(openedBy(before)).rejects.toThrow("does not open");
  // Its chains end under the new key already.
  const records = await before.store.read.audit.countRecords(house);
  const again = await reseal(await open(`${newKey},${oldKey}`), options);
  expect(await before.store.read.audit.countRecords(house)).toBe(records);
  expect([...again.counts.values()].every(({ sealedAnew }) => sealedAnew === 0)).toBe(true);
});

test("what opens with no key stays as it is, and keeps the old key needed", async () => {
  const open = await openData();
  await fill(await open(oldKey));
  const both = await open(`${newKey},${oldKey}`);
  const client = await secretsOfClient(both);
  const broken = client.text.replace(/(?<=v1\.)[\da-f]{8}/, "00000000");
  await both.store.write(({ sealed }) => sealed.replace(client, broken));
  const { closed } = await reseal(both, options);
  expect(closed).toEqual([{ ...client, text: broken }]);
  expect([await secretsOfClient(both)]).toEqual(closed);
  await open(oldKey);
  await expect(open(newKey)).rejects.toThrow("This data was sealed under master key");
});

test("what a server writes back meanwhile is sealed anew as well; where that does not end, the old key stays", async () => {
  const open = await openData();
  await fill(await open(oldKey));
  const both = await open(`${newKey},${oldKey}`);
  const read = await secretsOfClient(both);
  let times = 0;
  const writeBack = async () => {
    times += 1;
    const now = await secretsOfClient(both);
    await both.store.write(({ sealed }) => sealed.replace(now, read.text));
  };
  await expect(reseal(both, { ...options, pause: writeBack })).rejects.toThrow(OldKeyInUse);
  expect(times).toBe(5);
  await open(oldKey);

  times = 0;
  await reseal(both, { ...options, pause: async () => (times === 0 ? writeBack() : undefined) });
  expect(await openedBy(await open(newKey))).toContain("access secret");
});

test("AC-14: without the old key the audit log verifies, and what was written under the new one cannot be cut off with the old", async () => {
  const open = await openData();
  const before = await open(oldKey);
  await fill(before);
  const headOfOld = await before.store.read.audit.findHead(house);
  await reseal(await open(`${newKey},${oldKey}`), options);
  const after = await open(newKey);
  await record(after, "clients.delete");
  expect(await verifyChain(after, house)).toMatchObject({ findings: [], records: 3 });
  expect(await verifyChain(after, houseChain)).toMatchObject({ findings: [] });

  // Whoever has the old key and the database puts the end of before in the place of the present one.
  if (headOfOld === undefined) throw new Error("the chain had no end");
  await after.store.write(({ audit }) => audit.prune([], headOfOld));
  expect((await verifyChain(after, house)).findings).toContainEqual(
    expect.stringMatching(/^its end was written under a master key that is retired: /),
  );
  await expect(sealChain(after, house)).rejects.toThrow("was not written by this house");
});

test("a server that kept the old key in front is found by the audit log, and a second reseal mends it", async () => {
  const open = await openData();
  await fill(await open(oldKey));
  const both = await open(`${newKey},${oldKey}`);
  await reseal(both, options);
  await record(await open(`${oldKey},${newKey}`), "clients.delete");
  const after = await open(newKey);
  expect((await verifyChain(after, house)).findings).toEqual([expect.stringContaining("is retired")]);
  await expect(record(after, "clients.insert")).rejects.toThrow("was not written by this house");

  await reseal(await open(`${newKey},${oldKey}`), options);
  expect(await verifyChain(await open(newKey), house)).toMatchObject({ findings: [], waiting: 0 });
});
