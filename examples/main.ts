/** `npm run example <name>`: runs one of the examples. */
import { spawn } from "node:child_process";
import { join } from "node:path";

const examples = {
  web: "an app with a server: tokens stay there, the browser has a cookie   http://localhost:3000/",
  spa: "an app that is in the browser alone                                 http://localhost:5173/",
  machine: "a job that calls the API without anybody",
  api: "an API that checks access tokens; the other three call it           http://localhost:4000/",
} as const;

const [name = ""] = process.argv.slice(2);

if (Object.hasOwn(examples, name)) {
  const child = spawn(process.execPath, [join(import.meta.dirname, name, "main.ts")], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
  child.on("exit", (code) => {
    process.exitCode = code ?? 1;
  });
} else {
  const lines = Object.entries(examples).map(
    ([each, what]) => `  npm run example ${each.padEnd(10)} ${what}`,
  );
  console.error(["Which one?", "", ...lines, "", "They need a running server: npm start"].join("\n"));
  process.exitCode = 2;
}
