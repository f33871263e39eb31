/** `quickstart.json` in the data folder: what the start screen says, for programs, with the secrets it does not say. */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

export const quickstartFileName = "quickstart.json";

const scopes = z.array(z.string());

const schema = z.object({
  endpoint: z.string(),
  issuer: z.string(),
  region: z.string(),
  userPoolId: z.string(),
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  clients: z.object({
    web: z.object({
      clientId: z.string(),
      clientSecret: z.string(),
      redirectUri: z.string(),
      logoutUri: z.string(),
      scopes,
    }),
    spa: z.object({ clientId: z.string(), redirectUri: z.string(), logoutUri: z.string(), scopes }),
    machine: z.object({ clientId: z.string(), clientSecret: z.string(), scopes }),
  }),
  user: z.object({ username: z.string(), email: z.string(), password: z.string(), sub: z.string() }),
});

export type Quickstart = z.infer<typeof schema>;

/** Undefined when there is none, or none that can be read. */
export function readQuickstart(dataFolder: string): Quickstart | undefined {
  try {
    return schema.safeParse(JSON.parse(readFileSync(join(dataFolder, quickstartFileName), "utf8"))).data;
  } catch {
    return undefined;
  }
}

/** Whole or not at all: a reader who waits for the file never sees half of it. */
export function writeQuickstart(dataFolder: string, quickstart: Quickstart): void {
  const path = join(dataFolder, quickstartFileName);
  const file = openSync(`${path}.new`, "w", 0o600);
  try {
    writeSync(file, `${JSON.stringify(quickstart, undefined, 2)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(`${path}.new`, path);
}
