/**
 * An identity server that does what servers do on a bad day: killed without notice and started again, on the same data, the
 * same port and the same (moved) clock.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
} from "@aws-sdk/client-cognito-identity-provider";
import { freePort } from "../../../server/test/support/free-port.ts";

export interface Identity {
  /** Where it listens; apps know it by the address in front of it. Undefined while it is down. */
  readonly port: number | undefined;
  readonly issuer: string;
  readonly user: { readonly username: string; readonly password: string };
  /** An app client with rotation and a short grace period. Public where it has no secret. */
  makeClient(
    options: ClientOptions,
  ): Promise<{ readonly clientId: string; readonly clientSecret: string | undefined }>;
  /** Moves its clock to so many milliseconds ahead of the machine's; never back. */
  moveTo(aheadMs: number): Promise<void>;
  /** kill -9, and a new process. Resolves when that one is ready and has the clock of the old one. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export interface ClientOptions {
  readonly redirectUri: string;
  readonly logoutUri: string;
  readonly hasSecret: boolean;
  readonly graceSeconds: number;
  /** The access token's life. */
  readonly accessTokenSeconds: number;
}

const program = join(import.meta.dirname, "../../../server/dist/cli/main.js");

/** `publicUrl` is the address of the proxy in front of it. */
export async function startIdentity(folder: string, publicUrl: string): Promise<Identity> {
  const port = await freePort();
  let ahead = 0;
  let isUp = true;
  let running = await launch(folder, port, publicUrl);
  const quickstart = JSON.parse(readFileSync(quickstartIn(folder), "utf8"));
  const admin = new CognitoIdentityProviderClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: quickstart.region,
    credentials: { accessKeyId: quickstart.accessKeyId, secretAccessKey: quickstart.secretAccessKey },
  });
  return {
    get port() {
      return isUp ? port : undefined;
    },
    issuer: quickstart.issuer,
    user: quickstart.user,
    async makeClient(options) {
      const { UserPoolClient } = await admin.send(
        new CreateUserPoolClientCommand(clientInput(quickstart.userPoolId, options)),
      );
      if (UserPoolClient?.ClientId === undefined) throw new Error("no client was made");
      return { clientId: UserPoolClient.ClientId, clientSecret: UserPoolClient.ClientSecret };
    },
    async moveTo(aheadMs) {
      await moveClock(port, aheadMs - ahead);
      ahead = aheadMs;
    },
    async restart() {
      isUp = false;
      await kill(running);
      running = await launch(folder, port, publicUrl);
      await moveClock(port, ahead);
      isUp = true;
    },
    async stop() {
      admin.destroy();
      await kill(running);
    },
  };
}

function clientInput(UserPoolId: string, options: ClientOptions): CreateUserPoolClientCommandInput {
  const { redirectUri, logoutUri, hasSecret, graceSeconds, accessTokenSeconds } = options;
  return {
    UserPoolId,
    ClientName: "chaos",
    GenerateSecret: hasSecret,
    SupportedIdentityProviders: ["COGNITO"],
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ["code"],
    AllowedOAuthScopes: ["openid", "email"],
    CallbackURLs: [redirectUri],
    LogoutURLs: [logoutUri],
    ExplicitAuthFlows: ["ALLOW_USER_SRP_AUTH"],
    RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: graceSeconds },
    AccessTokenValidity: accessTokenSeconds,
    IdTokenValidity: accessTokenSeconds,
    TokenValidityUnits: { AccessToken: "seconds", IdToken: "seconds" },
    EnableTokenRevocation: true,
  };
}

async function launch(folder: string, port: number, publicUrl: string): Promise<ChildProcess> {
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(
    process.execPath,
    [program, "start", "--dev", "--port", String(port), "--data", folder, "--public-url", publicUrl],
    { env: { PATH, HOME }, stdio: ["ignore", "ignore", "pipe"] },
  );
  // A test run that is broken off leaves nobody behind.
  const end = () => child.kill("SIGKILL");
  process.once("exit", end);
  child.once("exit", () => process.off("exit", end));
  let complaint = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    complaint += text;
  });
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the identity server did not start:\n${complaint}`);
    const isReady = await fetch(`http://127.0.0.1:${port}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady && existsSync(quickstartIn(folder))) return child;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Written once the pool is there, which is later than the server. */
function quickstartIn(folder: string): string {
  return join(folder, "quickstart.json");
}

async function moveClock(port: number, ms: number): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/_dev/clock`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ advanceSeconds: ms / 1000 }),
  });
  if (!response.ok) throw new Error(`the clock does not move: ${await response.text()}`);
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}
