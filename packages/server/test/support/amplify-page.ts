/** The app in `browser-app/`, bundled as its developer would bundle it, and served from an origin of its own. */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { type AmplifyApp, resourcesOf } from "./amplify.ts";
import type { TestServer } from "./server.ts";

export interface AmplifyPage {
  /** By the name that a passkey may be for. */
  readonly address: string;
  close(): Promise<void>;
}

const folder = join(import.meta.dirname, "../browser-app");

export async function serveAmplifyPage(
  server: Pick<TestServer, "url">,
  { userPoolId, clientId }: Pick<AmplifyApp, "userPoolId" | "clientId">,
): Promise<AmplifyPage> {
  const script = await bundle(join(folder, "app.ts"));
  const resources = JSON.stringify(resourcesOf(server, userPoolId, clientId));
  const page = readFileSync(join(folder, "app.html"), "utf8").replace(">null<", `>${resources}<`);
  const listener = createServer(({ url }, response) => {
    const isScript = url === "/app.js";
    const type = isScript ? "text/javascript" : "text/html";
    response.setHeader("content-type", `${type}; charset=utf-8`).end(isScript ? script : page);
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const address = listener.address();
  if (typeof address !== "object" || address === null) throw new Error("the page is not served");
  return {
    address: `http://localhost:${address.port}/`,
    async close() {
      listener.closeAllConnections();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}

async function bundle(input: string): Promise<string> {
  const made = await rolldown({ input, platform: "browser", logLevel: "silent" });
  const { output } = await made.generate({ format: "esm" });
  await made.close();
  return output[0].code;
}
