/** An app in `browser-app/`, bundled as its developer would bundle it, and served from an origin of its own. */
import { createServer } from "node:http";
import { join } from "node:path";
import { rolldown } from "rolldown";

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

async function bundle(file: string): Promise<string> {
  const made = await rolldown({ input: join(folder, file), platform: "browser", logLevel: "silent" });
  const { output } = await made.generate({ format: "esm" });
  await made.close();
  return output[0].code;
}
