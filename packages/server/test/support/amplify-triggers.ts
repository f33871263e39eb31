/** A server whose triggers lead to a function in a module, by the file that `--triggers` names. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startAmplifyServer } from "./amplify.ts";
import type { TestServer } from "./server.ts";

/** `source` is a JavaScript module with the export `handler`, as it would be on Lambda. */
export async function startServerWithTrigger(arn: string, source: string): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), "poolhouse-triggers-"));
  writeFileSync(join(folder, "trigger.mjs"), source);
  const triggers = join(folder, "triggers.json");
  writeFileSync(triggers, JSON.stringify({ [arn]: { module: "./trigger.mjs", handler: "handler" } }));
  const server = await startAmplifyServer(["--triggers", triggers]);
  return {
    ...server,
    async close() {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const preSignUp = "arn:aws:lambda:us-east-1:000000000000:function:welcome";

/** Whoever is from our own house needs no code, and robots are turned away. */
const welcome = `
export const handler = async (event) => {
  const isOurs = event.request.userAttributes.email?.endsWith("@house.example");
  event.response.autoConfirmUser = isOurs;
  event.response.autoVerifyEmail = isOurs;
  if (event.request.validationData?.robot === "yes") throw new Error("No robots");
  return event;
};
`;

/** Of a pool whose sign-ups are looked at. */
export const welcoming = { LambdaConfig: { PreSignUp: preSignUp } };

export function startWelcomingServer(): Promise<TestServer> {
  return startServerWithTrigger(preSignUp, welcome);
}
