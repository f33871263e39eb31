/** What Kysely calls a driver, over one connection that somebody else opened and will close. */
import type { DatabaseConnection, Driver } from "kysely";

export function singleConnectionDriver(connection: DatabaseConnection): Driver {
  const nothing = () => Promise.resolve();
  const refuse = () => Promise.reject(new Error("Transactions begin with Database.write."));
  return {
    init: nothing,
    acquireConnection: () => Promise.resolve(connection),
    releaseConnection: nothing,
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    destroy: nothing,
  };
}
