/** An app in `browser-app/`, bundled as its developer would bundle it, and served from an origin of its own. */
import { createServer } from "node:http";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { listenLocally } from "./listening.ts";

export interface BundledApp {
  /** Under localhost: a passkey may be for that name. */
  readonly address: string;
  close(): Promise<void>;
}

const folder = join(import.meta.dirname, "../browser-app");

/** Every path but the script's is the page. */
export async function serveBundledApp(file: string, page: () => string): Promise<BundledApp> {
  const script = await bundle(file);
  const listener = createServer(({ url }, response) => {
    const isScript = url === "/app.js";
    const type = isScript ? "text/javascript" : "text/html";
    response.setHeader("content-type", `${type}; charset=utf-8`).end(isScript ? script : page());
  });
  const { port, close } = await listenLocally(listener);
  return {
    address: `http://localhost:${port}/`,
    close,
  };
}

async function bundle(file: string): Promise<string> {
  const made = await rolldown({ input: join(folder, file), platform: "browser", logLevel: "silent" });
  const { output } = await made.generate({ format: "esm" });
  await made.close();
  return output[0].code;
}
