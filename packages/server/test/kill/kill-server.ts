/** The compiled server as a process of its own, which can be killed, with the admin key of whoever started it. */
import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { type StartedCli, startCli } from "../support/cli.ts";
import { region } from "../support/server.ts";

export interface KillServer {
  readonly url: string;
  readonly admin: CognitoIdentityProviderClient;
  readonly cli: StartedCli;
  readonly isKilled: () => boolean;
  /** Resolves when it is gone. */
  kill(): Promise<void>;
}

const credentials = {
  accessKeyId: "AKIAKILLKILLKILLKILL",
  secretAccessKey: "test-secret-access-key-of-forty-letters",
};

export async function startKillServer(
  dataFolder: string,
  env: Readonly<Record<string, string>> = {},
): Promise<KillServer> {
  const cli: StartedCli = await startCli(["--data", dataFolder], {
    ...env,
    POOLHOUSE_ACCESS_KEY_ID: credentials.accessKeyId,
    POOLHOUSE_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  });
  let isKilled = false;
  return {
    url: cli.url,
    admin: new CognitoIdentityProviderClient({ endpoint: cli.url, region, credentials, maxAttempts: 1 }),
    cli,
    isKilled: () => isKilled,
    async kill() {
      isKilled = true;
      cli.signal("SIGKILL");
      await cli.exited;
    },
  };
}
