/**
 * Only one program at a time may move a folder. A second one would copy over the first, and whichever was left behind
 * would later put rows of the closed file into the database that is being served: people who were deleted or signed out
 * since would be back.
 */
import { join } from "node:path";
import { type PostgresServer, placeOf } from "../../config/postgres-server.ts";
import { type DataFolderLock, lockFile } from "../data-folder-lock.ts";

export class AnotherMove extends Error {
  constructor(does: string, options?: ErrorOptions) {
    super(`Another poolhouse migrate ${does}.`, options);
    this.name = "AnotherMove";
  }
}

/** The operating system drops it with the process. Throws `AnotherMove`. */
export function lockMove(folder: string): DataFolderLock {
  return lockFile(
    join(folder, "poolhouse.migrate.lock"),
    (cause) => new AnotherMove(`is at work on ${folder}`, { cause }),
  );
}

/** Of a copy of the folder, say, which no lock of this one keeps away. */
export function overtaken(server: PostgresServer): AnotherMove {
  return new AnotherMove(`has filled ${placeOf(server)}, and servers may run on it`);
}
