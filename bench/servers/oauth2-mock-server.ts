import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { send } from "../first-token.ts";
import { startServer } from "../processes.ts";
import { type OAuthClient, tokenRequest, type Workloads } from "../workloads.ts";
import type { RunningServer, ServerAdapter, StartOptions } from "./adapter.ts";
import { untilListening } from "./listening.ts";
import { keepSigningKey } from "./signing-key.ts";

const CLIENT: OAuthClient = { id: "bench", secret: "not-checked" };
const PATH = "/token";

export const oauth2MockServer: ServerAdapter = {
  name: "oauth2-mock-server",
  about: "checks neither clients nor refresh tokens and stores nothing",

  async start({ dataFolder, port, cpu }: StartOptions): Promise<RunningServer> {
    const program = fileURLToPath(
      new URL("oauth2-mock-server.mjs", import.meta.resolve("oauth2-mock-server")),
    );
    const options = ["-a", "127.0.0.1", "-p", String(port), "--jwk", keepSigningKey(dataFolder)];
    const server = startServer({
      command: [process.execPath, program, ...options],
      cwd: dataFolder,
      logFile: join(dataFolder, "server.log"),
      cpu,
    });
    return { ...server, url: `http://127.0.0.1:${port}` };
  },

  async prepare(server: RunningServer): Promise<Workloads> {
    await untilListening(server);
    const code = tokenRequest(PATH, CLIENT, {
      grant_type: "authorization_code",
      code: "any",
      scope: "openid",
    });
    const { refresh_token } = JSON.parse((await send(server.url, code)).body);
    const refresh = { grant_type: "refresh_token", refresh_token: String(refresh_token) };
    return {
      clientCredentials: {
        requests: [tokenRequest(PATH, CLIENT, { grant_type: "client_credentials", scope: "api/read" })],
        signedTokens: ["access_token"],
      },
      refreshGrant: {
        requests: [tokenRequest(PATH, CLIENT, refresh)],
        signedTokens: ["access_token", "id_token"],
      },
    };
  },
};
