/**
 * The rooms of each package and the arrows between them: what each folder of its `src` may import.
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

export type Rooms = Readonly<Record<string, Room>>;

/** The files that stand beside the rooms: `server.ts`, the composition root. */
export const topRoom = ".";

const everyAdapter = [
  "clock",
  "config",
  "crypto",
  "dev",
  "http",
  "log",
  "mail",
  "metrics",
  "outbox",
  "passkeys",
  "sigv4",
  "sms",
  "sql",
  "tls",
  "totp",
  "traces",
  "triggers",
];

export const serverRooms: Rooms = {
  model: { rooms: [], packages: [], node: false },
  languages: { rooms: [], packages: [], node: false },
  core: { rooms: ["languages", "model"], packages: [], node: false },
  operations: { rooms: ["core", "model"], packages: [], node: false },
  oauth: { rooms: ["core", "model"], packages: [], node: false },
  pages: {
    rooms: ["core", "languages", "model", "oauth"],
    packages: ["preact", "preact-render-to-string", "uqr"],
    node: ["node:crypto"],
  },
  http: {
    rooms: ["core", "languages", "model", "oauth", "operations", "pages", "sigv4"],
    packages: ["fastify"],
    node: true,
  },
  sql: { rooms: ["config", "core", "model"], packages: ["kysely", "pg"], node: true },
  crypto: { rooms: ["core"], packages: ["@node-rs/argon2"], node: true },
  passkeys: { rooms: ["core"], packages: ["@simplewebauthn/server", "zod"], node: false },
  sigv4: { rooms: [], packages: [], node: ["node:crypto"] },
  config: { rooms: ["model"], packages: ["zod"], node: true },
  clock: { rooms: ["core"], packages: [], node: false },
  log: { rooms: ["core"], packages: ["pino"], node: false },
  metrics: { rooms: ["clock", "core", "http"], packages: ["prom-client"], node: true },
  mail: { rooms: ["config", "core"], packages: ["nodemailer"], node: false },
  outbox: { rooms: ["clock", "core"], packages: [], node: false },
  sms: { rooms: ["config", "core", "crypto"], packages: [], node: false },
  tls: { rooms: ["config"], packages: ["selfsigned"], node: true },
  totp: { rooms: ["core"], packages: ["otpauth"], node: ["node:crypto"] },
  traces: {
    rooms: ["clock", "core", "http"],
    packages: [
      "@opentelemetry/api",
      "@opentelemetry/context-async-hooks",
      "@opentelemetry/core",
      "@opentelemetry/exporter-trace-otlp-http",
      "@opentelemetry/resources",
      "@opentelemetry/sdk-trace",
    ],
    node: false,
  },
  triggers: {
    rooms: ["config", "core", "crypto", "sigv4"],
    // `moduleUrl` is no package: it is the one computed import, of the operator's own handlers.
    packages: ["@aws-crypto/encrypt-node", "@aws-crypto/raw-aes-keyring-node", "moduleUrl", "zod"],
    node: true,
  },
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
      "log",
      "mail",
      "metrics",
      "model",
      "operations",
      "sql",
      "tls",
      "triggers",
    ],
    packages: ["@poolhouse/client", "zod"],
    node: true,
  },
  [topRoom]: {
    rooms: [...everyAdapter, "core", "model", "oauth", "operations", "pages"],
    packages: [],
    node: true,
  },
};

/** The scripts of pages, in `packages/server/browser`: one room for each page, none of which knows another or the server. */
export const browserRooms: Rooms = {
  inspector: { rooms: [], packages: ["@poolhouse/client"], node: false },
};

/**
 * The kit runs in browsers, in Node 20 and newer, and wherever else there are `fetch` and Web Crypto: no room of it uses a
 * built-in module of Node.
 */
export const clientRooms: Rooms = {
  errors: { rooms: [], packages: [], node: false },
  tokens: { rooms: ["errors"], packages: [], node: false },
  provider: { rooms: ["errors", "tokens"], packages: ["oauth4webapi"], node: false },
  session: { rooms: ["errors", "provider", "tokens"], packages: ["jose"], node: false },
  stores: { rooms: ["errors", "session"], packages: [], node: false },
  browser: { rooms: ["errors", "provider", "tokens"], packages: [], node: false },
  react: { rooms: ["browser", "errors"], packages: ["react"], node: false },
  signature: { rooms: ["provider"], packages: [], node: false },
  machine: { rooms: ["errors", "provider", "tokens"], packages: ["oauth4webapi"], node: false },
  guard: { rooms: ["errors", "provider"], packages: ["jose"], node: false },
  adapters: { rooms: ["errors", "guard", "session"], packages: [], node: false },
  inspect: { rooms: [], packages: [], node: false },
};
