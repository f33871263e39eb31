import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import {
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { startServer } from "../processes.ts";
import { tokenRequest, type Workload, type Workloads } from "../workloads.ts";
import type { RunningServer, ServerAdapter, StartOptions } from "./adapter.ts";
import {
  createPeople,
  type Person,
  passwordSignIn,
  refreshTokenAuth,
  signUp,
  srpSignIn,
} from "./cognito-people.ts";
import { untilListening } from "./listening.ts";

const PROGRAM = fileURLToPath(new URL("../../packages/server/dist/cli/main.js", import.meta.url));
const TOKEN_PATH = "/oauth2/token";
const GIVE_UP_MS = 15_000;

/** What one form of it is started with, besides `--dev`, a port and a folder. */
export interface Form {
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly scheme?: "http" | "https";
}

/** The part we use of the file that the first start writes. */
interface Quickstart {
  readonly endpoint: string;
  readonly region: string;
  readonly userPoolId: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly clients: {
    readonly machine: { readonly clientId: string; readonly clientSecret: string };
    readonly spa: { readonly clientId: string };
  };
}

export const poolhouse: ServerAdapter = {
  name: "poolhouse",
  about: "argon2id passwords, SQLite on disk, every sign-in durable before it is answered",
  start: (options) => startPoolhouse(options, {}),
  prepare: preparePoolhouse,
};

/** With `--dev`, and what the form adds. */
export async function startPoolhouse(options: StartOptions, form: Form): Promise<RunningServer> {
  return startProgram(options, { ...form, flags: ["--dev", ...(form.flags ?? [])] });
}

/** Exactly as the form says. */
export async function startProgram(
  { dataFolder, port, cpu }: StartOptions,
  { flags = [], env = {}, scheme = "http" }: Form,
): Promise<RunningServer> {
  if (!existsSync(PROGRAM)) throw new Error("it is not built: run `npm run build` first");
  const server = startServer({
    command: [
      process.execPath,
      ...nodeOptions(),
      PROGRAM,
      "start",
      "--port",
      String(port),
      "--data",
      dataFolder,
      ...flags,
    ],
    cwd: dataFolder,
    env,
    logFile: join(dataFolder, "server.log"),
    cpu,
  });
  return { ...server, url: `${scheme}://127.0.0.1:${port}` };
}

export async function preparePoolhouse(server: RunningServer, dataFolder: string): Promise<Workloads> {
  await untilListening(server);
  const quickstart = await readQuickstart(server, dataFolder);
  const { userPoolId, region, endpoint, accessKeyId, secretAccessKey, clients } = quickstart;
  const api = new CognitoIdentityProviderClient({
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
    // A certificate of its own making, on this machine.
    requestHandler: { httpsAgent: { rejectUnauthorized: false } },
  });
  const client = await createClient(api, userPoolId);
  const people = await createPeople(api, userPoolId, client, (email) => email.replace("@", "-at-"));
  api.destroy();
  const machine = { id: clients.machine.clientId, secret: clients.machine.clientSecret };
  return {
    clientCredentials: {
      requests: [tokenRequest(TOKEN_PATH, machine, { grant_type: "client_credentials" })],
      signedTokens: ["access_token"],
    },
    refreshGrant: refreshGrant(client, people),
    refreshTokenAuth: refreshTokenAuth(client, people),
    srpSignIn: srpSignIn(client, people, userPoolId),
    passwordSignIn: passwordSignIn(client, people),
    signUp: signUp({ id: clients.spa.clientId, secret: null }),
  };
}

/** Those of the program's first line, as `npm start` and an installed `poolhouse` have them. */
function nodeOptions(): string[] {
  const firstLine = readFileSync(PROGRAM, "utf8").split("\n", 1)[0] ?? "";
  return / node (.*)$/.exec(firstLine)?.[1]?.split(" ") ?? [];
}

async function createClient(api: CognitoIdentityProviderClient, userPoolId: string) {
  const { UserPoolClient } = await api.send(
    new CreateUserPoolClientCommand({
      UserPoolId: userPoolId,
      ClientName: "bench",
      GenerateSecret: true,
      ExplicitAuthFlows: ["ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
      SupportedIdentityProviders: ["COGNITO"],
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ["code"],
      AllowedOAuthScopes: ["openid", "email"],
      CallbackURLs: ["http://localhost/callback"],
    }),
  );
  const { ClientId: id, ClientSecret: secret } = UserPoolClient ?? {};
  if (id === undefined || secret === undefined) throw new Error("poolhouse made no client with a secret");
  return { id, secret };
}

function refreshGrant(client: { id: string; secret: string }, people: readonly Person[]): Workload {
  const requests = people.map(({ refreshToken }) =>
    tokenRequest(TOKEN_PATH, client, { grant_type: "refresh_token", refresh_token: refreshToken }),
  );
  return { requests, signedTokens: ["access_token", "id_token"] };
}

async function readQuickstart(server: RunningServer, dataFolder: string): Promise<Quickstart> {
  const file = join(dataFolder, "quickstart.json");
  while (!existsSync(file)) {
    if (performance.now() - server.spawnedAt > GIVE_UP_MS) throw new Error("it wrote no quickstart.json");
    await wait(20);
  }
  // Our own server's file; a wrong one shows at the first request.
  return JSON.parse(readFileSync(file, "utf8")) as Quickstart;
}
