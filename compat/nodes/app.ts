/** An app outside the project that has installed the kit: the packed package, unpacked where Node looks for it. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { Failure, root, runQuietly } from "../../tools/launcher/process.mjs";

const kit = join(root, "packages", "client");
const source = join(import.meta.dirname, "program");

/** What is run: everything in `program/` that is not there for the others. */
export function programs(): string[] {
  return readdirSync(source).filter((name) => /^[^_].*\.mjs$/.test(name));
}

/** Answers the app's folder. */
export async function installApp(folder: string): Promise<string> {
  const app = join(folder, "app");
  const modules = join(app, "node_modules");
  mkdirSync(join(modules, "@poolhouse"), { recursive: true });
  cpSync(source, app, { recursive: true });
  await succeed("npm", ["pack", "--silent", "--workspace", "packages/client", "--pack-destination", folder]);
  const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz")) ?? "";
  await succeed("tar", ["-xzf", join(folder, tarball), "-C", join(modules, "@poolhouse")]);
  renameSync(join(modules, "@poolhouse", "package"), join(modules, "@poolhouse", "client"));
  const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(
    readFileSync(join(kit, "package.json"), "utf8"),
  );
  // The kit's libraries in the project's locked versions, and nothing else of the project.
  for (const name of Object.keys(dependencies)) symlinkSync(installed(name), join(modules, name));
  return app;
}

function installed(name: string): string {
  const own = join(kit, "node_modules", name);
  return existsSync(own) ? own : join(root, "node_modules", name);
}

async function succeed(command: string, args: readonly string[]): Promise<void> {
  const { code, output } = await runQuietly(command, args);
  if (code !== 0) {
    throw new Failure(`${output}\ncompat/nodes: \`${[command, ...args].join(" ")}\` failed.`);
  }
}
