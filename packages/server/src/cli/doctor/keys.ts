/** Whether the master key is there, is private, and opens what was sealed; and whether every pool can sign. */
import { statSync } from "node:fs";
import { poolId } from "../../core/ids.ts";
import { type MasterKeyRing, masterKeyFile } from "../../crypto/master-key.ts";
import { verifyMasterKey } from "../../crypto/master-key-check.ts";
import { createSealing, keyIdOfSealed } from "../../crypto/sealing.ts";
import { opensSigningKey } from "../../crypto/signing.ts";
import type { DatabaseLook } from "../../sql/look/open-look.ts";
import { findMasterKeyCheck, listStoredKeys } from "../../sql/look/questions.ts";
import { bad, type Check, type Finding, good, notAsked, type Patient, warning } from "./check.ts";

export const keysCheck: Check = {
  name: "Keys",
  async run(patient) {
    const { masterKey, database } = patient;
    if (masterKey instanceof Error) {
      const cure =
        "Put the original master.key back into the data folder, or set POOLHOUSE_MASTER_KEY. A new key opens nothing.";
      return [bad(masterKey.message, cure)];
    }
    const findings = privacy(patient);
    if (database instanceof Error) return [...findings, notAsked("What the master key opens")];
    return [...findings, await opensData(masterKey, database), ...(await signingKeys(masterKey, database))];
  },
};

function privacy({ config: { dataFolder, masterKey } }: Patient): Finding[] {
  if (masterKey !== undefined) return [good("The master key comes from POOLHOUSE_MASTER_KEY.")];
  if (process.platform === "win32") return [];
  const file = masterKeyFile(dataFolder);
  const isOpen = (path: string) => (statSync(path).mode & 0o077) !== 0;
  return [
    isOpen(file)
      ? bad(
          `Others on this machine may read or change ${file}.`,
          `chmod 600 ${file}, and think about who may have read it: whoever has it can sign as you.`,
        )
      : good(`The master key is in ${file}, which only its owner can read.`),
    isOpen(dataFolder)
      ? warning(`Others on this machine may look into ${dataFolder}.`, `chmod 700 ${dataFolder}`)
      : good(`Nobody else may look into ${dataFolder}.`),
  ];
}

async function opensData(ring: MasterKeyRing, database: DatabaseLook): Promise<Finding> {
  const check = await findMasterKeyCheck(database);
  if (check === undefined) return warning("No server has used this database yet.", "Start one.");
  try {
    verifyMasterKey(ring, check);
    const keyId = keyIdOfSealed(check);
    const { current } = ring;
    return good(
      current.keyId === keyId
        ? "The master key is the one that this data was sealed under."
        : `The data is under master key ${keyId}, and what is new under ${current.keyId}. To take ${keyId} away: poolhouse reseal.`,
    );
  } catch (error) {
    const said = error instanceof Error ? error.message : "The master key does not open the data.";
    return bad(said, "Start with the original key.");
  }
}

async function signingKeys(ring: MasterKeyRing, database: DatabaseLook): Promise<Finding[]> {
  const sealing = createSealing(ring);
  const keys = await listStoredKeys(database);
  if (keys.length === 0) return [good("There is no pool yet, and so no signing key.")];
  const broken = keys.filter(
    ({ poolId: id, publicJwk, ...key }) =>
      !opensSigningKey(sealing, poolId(id), { ...key, publicJwk: JSON.parse(publicJwk) }),
  );
  if (broken.length === 0) {
    return [good(`The signing keys open and fit their public halves, all ${keys.length}.`)];
  }
  return broken.map(({ poolId: id, keyId }) =>
    bad(
      `The signing key ${keyId} of the pool ${id} does not open.`,
      "Start with the original master key; if it is lost, rotate the pool's keys (Poolhouse.RotateSigningKeys).",
    ),
  );
}
