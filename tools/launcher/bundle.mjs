/**
 * Joins the compiled server and its libraries into a few files, as npm gets them: loading hundreds of small modules took
 * most of the time between start and first token (measured: 388 ms from separate files, 158 ms from the bundle).
 */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, sep } from "node:path";
import { Failure, root } from "./process.mjs";

const server = join(root, "packages", "server");
const entry = join(server, "build", "cli", "main.js");
const bundled = join(server, "dist", "cli", "main.js");

/** A native add-on stays a package of its own. */
const external = ["@node-rs/argon2"];

/** What Fastify would load only for routes with schemas, and for `inject`: the server has no use for either. */
const leftOut = ["@fastify/ajv-compiler", "@fastify/fast-json-stringify-compiler", "light-my-request"];

/** Does nothing when nothing was compiled since the last time. */
export async function bundle() {
  const compiled = [
    join(server, "build", ".tsbuildinfo"),
    join(root, "packages", "client", "dist", ".tsbuildinfo"),
  ];
  const newest = Math.max(...compiled.map((file) => statSync(file).mtimeMs));
  if (existsSync(bundled) && statSync(bundled).mtimeMs >= newest) return;
  const { build } = await import("rolldown");
  try {
    await build({
      input: { "cli/main": entry },
      platform: "node",
      external,
      logLevel: "silent",
      plugins: [withoutUnused(), thirdPartyLicenses()],
      output: {
        dir: join(server, "dist"),
        cleanDir: true,
        format: "esm",
        entryFileNames: "[name].js",
        chunkFileNames: "chunks/[name]-[hash].js",
        // V8 keeps the source of what it has loaded, and with two bytes for every letter where one of them needs two: neither comments nor
        // a dash in a sentence are worth 2 MB of every server's memory. Lines stay, for the stack traces.
        comments: false,
        minify: { compress: false, mangle: false, codegen: { removeWhitespace: false, asciiOnly: true } },
      },
    });
  } catch (cause) {
    throw new Failure(`The compiled server could not be bundled:\n${cause}`, { cause });
  }
  for (const file of ["LICENSE", "NOTICE"]) {
    writeFileSync(join(server, "dist", file), readFileSync(join(root, file)));
  }
}

/** Loading one of them says that it is not there. */
function withoutUnused() {
  const mark = "\0left out ";
  return {
    name: "without-unused",
    /** @param {string} id */
    resolveId: (id) => (leftOut.includes(id) ? `${mark}${id}` : null),
    /** @param {string} id */
    load: (id) =>
      id.startsWith(mark)
        ? `throw new Error(${JSON.stringify(`${id.slice(mark.length)} is not part of this program`)});`
        : null,
  };
}

/** The licences of what is bundled travel with it. */
function thirdPartyLicenses() {
  return {
    name: "third-party-licenses",
    /**
     * @this {import("rolldown").PluginContext}
     * @param {unknown} _options
     * @param {Record<string, { type: string, moduleIds?: string[] }>} chunks
     */
    generateBundle(_options, chunks) {
      const modules = Object.values(chunks).flatMap((chunk) => chunk.moduleIds ?? []);
      const folders = new Set(modules.flatMap((id) => packageFolder(id) ?? []));
      const texts = [...folders].sort().map(licenseOf);
      this.emitFile({ type: "asset", fileName: "THIRD-PARTY-LICENSES.txt", source: texts.join("\n\n") });
    },
  };
}

/** @param {string} id */
function packageFolder(id) {
  const parts = id.split(sep);
  const last = parts.lastIndexOf("node_modules");
  if (last === -1) return undefined;
  const length = parts[last + 1]?.startsWith("@") ? 2 : 1;
  return parts.slice(0, last + 1 + length).join(sep);
}

/** @param {string} folder */
function licenseOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  const text = file === undefined ? `License: ${license}` : readFileSync(join(folder, file), "utf8").trim();
  return `${name} ${version}\n\n${text}`;
}
