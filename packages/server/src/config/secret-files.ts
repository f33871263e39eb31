/**
 * Secrets from files: `POOLHOUSE_MASTER_KEY_FILE=/run/secrets/master-key` sets `POOLHOUSE_MASTER_KEY` to what is in the file. Containers and
 * systemd hand out secrets that way, and an environment can be read by more people than a file.
 */
import { readFileSync } from "node:fs";
import { ConfigError } from "./config-error.ts";
import { allOptions } from "./options.ts";

type Variables = Readonly<Record<string, string>>;

/** The variables with every `…_FILE` of a secret replaced by the secret. */
export function withSecretFiles(variables: Variables): Variables {
  const all: Record<string, string> = { ...variables };
  for (const { env, isSecret } of allOptions) {
    const name = `${env}_FILE`;
    const file = all[name];
    if (env === undefined || isSecret !== true || file === undefined) continue;
    if (all[env] !== undefined) throw givenTwice(env, name);
    all[env] = contentOf(name, file);
    delete all[name];
  }
  return all;
}

/** A line's end is not part of the secret: editors and `echo` leave one. */
function contentOf(name: string, file: string): string {
  let content: string;
  try {
    content = readFileSync(file, "utf8").replace(/\r?\n$/, "");
  } catch (cause) {
    throw notReadable(name, file, cause);
  }
  if (content !== "") return content;
  throw new ConfigError(
    `${name} is ${JSON.stringify(file)}.`,
    "That file is empty.",
    "Write the secret into it and nothing else, or leave the variable out.",
  );
}

function notReadable(name: string, file: string, cause: unknown): ConfigError {
  return new ConfigError(
    `${name} is ${JSON.stringify(file)}.`,
    "There is no file there that this user may read.",
    "Give the path of a file with the secret in it and nothing else.",
    { cause },
  );
}

function givenTwice(env: string, name: string): ConfigError {
  return new ConfigError(
    `${env} and ${name} were both given.`,
    "They are the same setting, and may not say the same.",
    "Leave one of them out.",
  );
}
