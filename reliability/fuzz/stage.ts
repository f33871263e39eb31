/** A server with a pool in it, and good ones of everything that is parsed: what is mutated afterwards. */
import { InitiateAuthCommand } from "@aws-sdk/client-cognito-identity-provider";
import { authorizePath } from "../../packages/server/test/support/hosted.ts";
import {
  codeClient,
  createClient,
  createPerson,
  createPool,
  password,
} from "../../packages/server/test/support/pool.ts";
import { browserAt } from "../kill/stage.ts";
import type { ServerProcess } from "../server-process.ts";

export interface FuzzStage {
  readonly url: string;
  readonly poolId: string;
  readonly clientId: string;
  readonly username: string;
  readonly accessToken: string;
  readonly idToken: string;
  readonly refreshToken: string;
  /** Of a challenge that waits for its answer. */
  readonly session: string;
  /** Of a browser that is signed in, and of a sign-in under way. */
  readonly cookie: string;
}

export async function setFuzzStage(server: ServerProcess): Promise<FuzzStage> {
  const { url, admin } = server;
  const poolId = await createPool(server);
  const client = await createClient(server, poolId, {
    ...codeClient,
    ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_AUTH"],
  });
  const { username } = await createPerson(server, poolId, "ada", { email: "ada@example.com" });
  const { AuthenticationResult: tokens } = await admin.send(
    new InitiateAuthCommand({
      ClientId: client.clientId,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: username, PASSWORD: password },
    }),
  );
  const challenge = await admin.send(
    new InitiateAuthCommand({
      ClientId: client.clientId,
      AuthFlow: "USER_AUTH",
      AuthParameters: { USERNAME: username },
    }),
  );
  const browser = browserAt(server);
  await browser.submit(await browser.visit(authorizePath({ client })), { username, password });
  await browser.visit(authorizePath({ client }, { prompt: "login" }));
  return {
    url,
    poolId,
    clientId: client.clientId,
    username,
    accessToken: tokens?.AccessToken ?? "",
    idToken: tokens?.IdToken ?? "",
    refreshToken: tokens?.RefreshToken ?? "",
    session: challenge.Session ?? "",
    cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; "),
  };
}
