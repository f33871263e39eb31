/**
 * An app of Next.js' App Router without Next.js, which is larger than everything else here: its files are bundled one by one, as there,
 * so that each has modules of its own, and what they import of `next` is played.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { type GuideHouse, start } from "./guide-house.ts";

const files = [
  "app/auth/[...auth]/route.js",
  "app/callback/route.js",
  "app/api/orders/route.js",
  "app/home/page.jsx",
];

const played: Readonly<Record<string, string>> = {
  "next/headers": "export const headers = async () => globalThis.request.headers;",
  "next/navigation": `export const redirect = (location) => {
    throw new Response(null, { status: 307, headers: { location } });
  };`,
};

const serving = `
  import { serve } from "@hono/node-server";
  import { renderToString } from "react-dom/server";
  const { ISSUER } = process.env;
  delete process.env.ISSUER; // A build loads everything, and has no settings.
  const [auth, callback, orders, home] = await Promise.all(
    ${JSON.stringify(files.map(builtName))}.map((file) => import("./" + file)),
  );
  process.env.ISSUER = ISSUER;

  async function page(request) {
    globalThis.request = request;
    const made = await home.default().then(renderToString, (thrown) => thrown);
    return made instanceof Response ? made : new Response(made, { headers: { "content-type": "text/html" } });
  }
  const answers = { "/callback": callback.GET, "/api/orders": orders.GET, "/home": page };
  const fetch = (request) => (answers[new URL(request.url).pathname] ?? auth[request.method])(request, {});`;

/** Serves the app whose files lie in the folder. */
export async function startNextApp(house: GuideHouse, folder: string): Promise<void> {
  for (const file of files) {
    const made = await rolldown({
      input: join(folder, file),
      platform: "node",
      external: [/^@poolhouse/, /^react/],
      plugins: [
        { name: "next", resolveId: (id) => (id in played ? id : null), load: (id) => played[id] ?? null },
      ],
    });
    await made.write({ file: join(folder, builtName(file)), format: "esm" });
    await made.close();
  }
  const server = join(folder, "server.mjs");
  const { port } = new URL(house.app);
  writeFileSync(server, `${serving}\nserve({ fetch, port: ${port}, hostname: "localhost" });`);
  await start(house, server);
}

function builtName(file: string): string {
  return `built/${file.replaceAll("/", "-")}.mjs`;
}
