/**
 * Makes the scripts of pages that are programs of their own: `packages/server/browser/<page>` and the parts of the kit it uses become
 * one text in a module of the server, which serves it. It comes before the compiler, for which it is source like any other.
 */
import { existsSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failure, root } from "./process.mjs";

const server = join(root, "packages", "server");
const inspect = join(root, "packages", "client", "src", "inspect");
const made = join(server, "src", "pages", "views", "inspector-code.ts");

/** Does nothing when nothing has changed since the last time. */
export async function bundlePageScripts() {
  if (existsSync(made) && statSync(made).mtimeMs >= newest()) return;
  const { build } = await import("rolldown");
  try {
    const { output } = await build({
      input: join(server, "browser", "inspector", "main.ts"),
      platform: "browser",
      // The kit is not compiled yet.
      resolve: { alias: { "@poolhouse/client/inspect": join(inspect, "index.ts") } },
      logLevel: "silent",
      write: false,
      output: { format: "iife", minify: true },
    });
    writeFileSync(made, moduleOf(output[0].code));
  } catch (cause) {
    throw new Failure(`The script of the page /inspect could not be made:\n${cause}`, { cause });
  }
}

function newest() {
  const sources = [join(server, "browser"), inspect].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => join(folder, file)),
  );
  const files = [...sources, join(root, "package-lock.json"), import.meta.filename];
  return Math.max(...files.map((file) => statSync(file).mtimeMs));
}

/** @param {string} code */
function moduleOf(code) {
  return `/** The script of /inspect. Made by tools/launcher/page-scripts.mjs from packages/server/browser/inspector. */
export const inspectorCode = ${JSON.stringify(code.trim())};
`;
}
