/** The scripts in `tabs/`, bundled as their developer would bundle them, and the browser-only apps among them on an origin of their own. */
import { createServer } from "node:http";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { listenLocally } from "../../../server/test/support/listening.ts";
import type { TabSettings } from "./tabs/settings.ts";

export interface Pages {
  /** Without a slash at the end. */
  readonly origin: string;
  /** Serves a browser-only app at its home. */
  serve(tab: "kit-tab" | "oidc-tab", settings: TabSettings): Promise<void>;
  close(): Promise<void>;
}

export async function startPages(): Promise<Pages> {
  const answers = new Map<string, { readonly type: string; readonly body: string }>();
  const server = createServer(({ url = "" }, response) => {
    const { type, body } = answers.get(url.replace(/\?.*/, "")) ?? { type: "text/plain", body: "" };
    response.setHeader("content-type", type).end(body);
  });
  const { port, close } = await listenLocally(server);
  return {
    origin: `http://localhost:${port}`,
    async serve(tab, settings) {
      const script = `/${tab}.js`;
      answers.set(script, { type: "text/javascript", body: await bundleTab(tab) });
      const body = `<!doctype html><title>starting</title>
<script type="application/json" id="settings">${JSON.stringify(settings)}</script><script type="module" src="${script}"></script>`;
      answers.set(new URL(settings.home).pathname, { type: "text/html", body });
    },
    close,
  };
}

export async function bundleTab(tab: "kit-tab" | "oidc-tab" | "session-tab"): Promise<string> {
  const input = join(import.meta.dirname, "tabs", `${tab}.ts`);
  const made = await rolldown({ input, platform: "browser", logLevel: "silent" });
  const { output } = await made.generate({ format: "esm" });
  await made.close();
  return output[0].code;
}
