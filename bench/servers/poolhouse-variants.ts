// Poolhouse in other forms, to be held against its usual one in the same run: on PostgreSQL, with two workers, behind TLS,
// and with many people.
import { startCluster } from "../../packages/server/test/postgres/cluster.ts";
import { addPeople } from "../people.ts";
import type { ServerAdapter, StartOptions } from "./adapter.ts";
import { type Form, poolhouse, preparePoolhouse, startPoolhouse, startProgram } from "./poolhouse.ts";

/** A database that keeps what it commits; its CPU time is not the server's. */
const DURABLE = { shared_buffers: "256MB" };
const FEW = "poolhouse-1k";
/** Known to both servers on one database, and worth nothing: the database ends with the run. */
const MASTER_KEY = Buffer.alloc(32, "bench").toString("base64");

export const VARIANTS: readonly ServerAdapter[] = [
  onPostgres("poolhouse-postgres", "one process, PostgreSQL 18 on this machine, its CPU time not counted"),
  onPostgres("poolhouse-2-workers", "two processes over PostgreSQL 18, on any CPU", 2),
  inForm("poolhouse-tls", "TLS, with a self-signed certificate", { flags: ["--tls"], scheme: "https" }),
  withPeople(FEW, 1_000),
  withPeople("poolhouse-100k", 100_000),
  withPeople("poolhouse-1m", 1_000_000),
];

function inForm(name: string, about: string, form: Form): ServerAdapter {
  return {
    name,
    about,
    variant: { against: poolhouse.name },
    start: (options) => startPoolhouse(options, form),
    prepare: preparePoolhouse,
  };
}

function onPostgres(name: string, about: string, workers = 1): ServerAdapter {
  let cluster: ReturnType<typeof startCluster> | undefined;
  let isPrepared = false;
  const formOf = async (): Promise<Form> => {
    cluster ??= startCluster(18, DURABLE);
    const { port } = await cluster;
    const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
    return { env: { POOLHOUSE_DATABASE_URL: url, POOLHOUSE_MASTER_KEY: MASTER_KEY } };
  };
  return {
    name,
    about,
    variant: { against: workers > 1 ? "poolhouse-postgres" : poolhouse.name },
    async start(options: StartOptions) {
      const form = await formOf();
      if (workers === 1 || !isPrepared) return startPoolhouse(options, form);
      const flags = ["--workers", String(workers)];
      return startProgram({ ...options, cpu: null }, { ...form, flags });
    },
    async prepare(server, dataFolder) {
      const workloads = await preparePoolhouse(server, dataFolder);
      isPrepared = true;
      return workloads;
    },
    async close() {
      await (await cluster)?.stop();
    },
  };
}

/** Those who refresh are spread over all of them. */
function withPeople(name: string, count: number): ServerAdapter {
  return {
    ...inForm(name, `${count.toLocaleString("en-US")} people, each signed in once`, {}),
    variant: { against: name === FEW ? poolhouse.name : FEW, isLarge: true },
    async prepare(server, dataFolder) {
      const { refreshGrant } = await preparePoolhouse(server, dataFolder);
      const [request] = refreshGrant?.requests ?? [];
      if (refreshGrant === undefined || request === undefined) throw new Error("nobody refreshes");
      const requests = addPeople(dataFolder, "bench-0-at-bench.example", count).map((refresh_token) => ({
        ...request,
        body: new URLSearchParams({ grant_type: "refresh_token", refresh_token }).toString(),
      }));
      return { refreshGrant: { ...refreshGrant, requests } };
    },
  };
}
