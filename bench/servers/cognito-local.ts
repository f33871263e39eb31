import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { startServer } from "../processes.ts";
import type { Workloads } from "../workloads.ts";
import type { RunningServer, ServerAdapter, StartOptions } from "./adapter.ts";
import { createPeople, passwordSignIn, refreshTokenAuth } from "./cognito-people.ts";
import { untilListening } from "./listening.ts";

export const cognitoLocal: ServerAdapter = {
  name: "cognito-local",
  about: "compares passwords in clear text, without a hash, and keeps people in JSON files",

  async start({ dataFolder, port, cpu }: StartOptions): Promise<RunningServer> {
    keepConfiguration(dataFolder);
    const program = fileURLToPath(import.meta.resolve("cognito-local/lib/bin/start.js"));
    const server = startServer({
      command: [process.execPath, program],
      cwd: dataFolder,
      env: { HOST: "127.0.0.1", PORT: String(port) },
      logFile: join(dataFolder, "server.log"),
      cpu,
    });
    return { ...server, url: `http://127.0.0.1:${port}` };
  },

  async prepare(server: RunningServer): Promise<Workloads> {
    await untilListening(server);
    const api = new CognitoIdentityProviderClient({
      endpoint: server.url,
      region: "local",
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
    });
    const { UserPool } = await api.send(new CreateUserPoolCommand({ PoolName: "bench" }));
    const userPoolId = UserPool?.Id ?? missing("a pool");
    const { UserPoolClient } = await api.send(
      new CreateUserPoolClientCommand({ UserPoolId: userPoolId, ClientName: "bench" }),
    );
    const client = { id: UserPoolClient?.ClientId ?? missing("a client"), secret: null };
    const people = await createPeople(api, userPoolId, client, (email) => email);
    api.destroy();
    return {
      refreshTokenAuth: refreshTokenAuth(client, people),
      passwordSignIn: passwordSignIn(client, people),
    };
  },
};

/** Its default makes every pool sign in by e-mail only; ours is Cognito's default. */
function keepConfiguration(dataFolder: string): void {
  mkdirSync(join(dataFolder, ".cognito"), { recursive: true });
  const configuration = { UserPoolDefaults: { UsernameAttributes: [] } };
  writeFileSync(join(dataFolder, ".cognito", "config.json"), JSON.stringify(configuration));
}

function missing(what: string): never {
  throw new Error(`cognito-local made no id for ${what}`);
}
