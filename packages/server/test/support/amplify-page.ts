/** The app in `browser-app/` that uses Amplify. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type AmplifyApp, resourcesOf } from "./amplify.ts";
import { type BundledApp, serveBundledApp } from "./bundled-app.ts";
import type { TestServer } from "./server.ts";

export async function serveAmplifyPage(
  server: Pick<TestServer, "url">,
  { userPoolId, clientId }: Pick<AmplifyApp, "userPoolId" | "clientId">,
): Promise<BundledApp> {
  const html = readFileSync(join(import.meta.dirname, "../browser-app/app.html"), "utf8");
  const resources = JSON.stringify(resourcesOf(server, userPoolId, clientId));
  return serveBundledApp("app.ts", () => html.replace(">null<", `>${resources}<`));
}
