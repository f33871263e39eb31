/**
 * The rooms of the server and the arrows between them: what each folder of `packages/server/src` may import.
 * `docs/architecture.md` says why. What a row does not name is refused, so a new room begins with a row here.
 */
export interface Room {
  /** Other rooms; a room may always import itself. */
  readonly rooms: readonly string[];
  /** npm packages. */
  readonly packages: readonly string[];
  /** Node's built-in modules: all of them, or these. */
  readonly node: boolean | readonly string[];
}

/** The files that stand beside the rooms: `server.ts`, the composition root. */
export const topRoom = ".";

const everyAdapter = ["clock", "config", "crypto", "dev", "http", "log", "sigv4", "sql", "tls"];

export const rooms: Readonly<Record<string, Room>> = {
  model: { rooms: [], packages: [], node: false },
  core: { rooms: ["model"], packages: [], node: false },
  operations: { rooms: ["core", "model"], packages: [], node: false },
  oauth: { rooms: ["core", "model"], packages: [], node: false },
  pages: {
    rooms: ["core", "model", "oauth"],
    packages: ["preact", "preact-render-to-string"],
    node: ["node:crypto"],
  },
  http: {
    rooms: ["core", "model", "oauth", "operations", "pages", "sigv4"],
    packages: ["fastify"],
    node: true,
  },
  sql: { rooms: ["core", "model"], packages: ["kysely"], node: true },
  crypto: { rooms: ["core"], packages: ["@node-rs/argon2"], node: true },
  sigv4: { rooms: [], packages: [], node: ["node:crypto"] },
  config: { rooms: [], packages: ["zod"], node: true },
  clock: { rooms: ["core"], packages: [], node: false },
  log: { rooms: ["core"], packages: ["pino"], node: false },
  tls: { rooms: ["config"], packages: ["selfsigned"], node: true },
  inspect: { rooms: [], packages: [], node: false },
  dev: {
    rooms: ["clock", "config", "core", "http", "model", "operations", "pages"],
    packages: ["zod"],
    node: true,
  },
  cli: {
    rooms: [
      topRoom,
      "clock",
      "config",
      "core",
      "crypto",
      "dev",
      "inspect",
      "log",
      "model",
      "operations",
      "sql",
      "tls",
    ],
    packages: [],
    node: true,
  },
  [topRoom]: {
    rooms: [...everyAdapter, "core", "model", "oauth", "operations", "pages"],
    packages: [],
    node: true,
  },
};
