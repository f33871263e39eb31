import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startServer } from "../processes.ts";
import { type OAuthClient, tokenRequest, type Workloads } from "../workloads.ts";
import type { RunningServer, ServerAdapter, StartOptions } from "./adapter.ts";
import { untilListening } from "./listening.ts";
import { keepSigningKey } from "./signing-key.ts";

/** What its server finds at every start, since the memory adapter keeps nothing between two of them. */
export interface Seed {
  readonly port: number;
  readonly keyFile: string;
  readonly client: OAuthClient;
  readonly refreshToken: string;
}

const CLIENT: OAuthClient = { id: "bench", secret: "bench-secret-that-is-long-enough-for-anything" };
const REFRESH_TOKEN = "bench-refresh-token-with-forty-three-letters";

export const oidcProvider: ServerAdapter = {
  name: "oidc-provider",
  about: "keeps everything in memory: what it issues is lost when it ends",

  async start({ dataFolder, port, cpu }: StartOptions): Promise<RunningServer> {
    const program = fileURLToPath(new URL("./oidc-provider-server.js", import.meta.url));
    const keyFile = keepSigningKey(dataFolder);
    const seed: Seed = { port, keyFile, client: CLIENT, refreshToken: REFRESH_TOKEN };
    const server = startServer({
      command: [process.execPath, program, JSON.stringify(seed)],
      cwd: dataFolder,
      logFile: join(dataFolder, "server.log"),
      cpu,
    });
    return { ...server, url: `http://127.0.0.1:${port}` };
  },

  async prepare(server: RunningServer): Promise<Workloads> {
    await untilListening(server);
    const refresh = { grant_type: "refresh_token", refresh_token: REFRESH_TOKEN };
    return {
      clientCredentials: {
        requests: [tokenRequest("/token", CLIENT, { grant_type: "client_credentials", scope: "api:read" })],
        signedTokens: ["access_token"],
      },
      refreshGrant: {
        requests: [tokenRequest("/token", CLIENT, refresh)],
        signedTokens: ["access_token", "id_token"],
      },
    };
  },
};
