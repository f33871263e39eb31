/** A `postgres://` URL as libpq writes it, several hosts included, or why it cannot be used. The reasons repeat nothing of it. */
import { z } from "zod";
import { isLoopback } from "./loopback.ts";
import type { PostgresHost, PostgresServer, PostgresTls } from "./postgres-server.ts";
import { isReadableFile } from "./readable-file.ts";

export function parsePostgresUrl(text: string, context: z.RefinementCtx): PostgresServer {
  try {
    return read(text);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    context.addIssue({ code: "custom", message: error.message });
    return z.NEVER;
  }
}

class Refusal extends Error {}

const defaultPort = 5432;
const defaultPoolSize = 16;

function read(text: string): PostgresServer {
  const parts = /^postgres(?:ql)?:\/\/(?:([^/?#]*)@)?([^@/?#]*)(?:\/([^/?#]*))?(?:\?([^#]*))?$/s.exec(text);
  if (parts === null)
    throw new Refusal("It must be a postgres:// URL, with everything unusual percent-encoded.");
  const [, credentials = "", authority = "", path = "", query = ""] = parts;
  const parameters = readParameters(query);
  const [user, password] = readCredentials(credentials);
  const database = decode(path);
  if (user === "" || database === "") throw new Refusal("It must name a user and a database.");
  const hosts = readHosts(authority, parameters);
  return {
    hosts,
    database,
    user,
    password,
    tls: readTls(parameters, hosts),
    poolSize: readPoolSize(parameters.get("pool_size")),
    isBehindPooler: oneOf(parameters, "pgbouncer", ["false", "true"]) === "true",
  };
}

const parameterNames = [
  "host",
  "pgbouncer",
  "pool_size",
  "port",
  "sslmode",
  "sslrootcert",
  "target_session_attrs",
] as const;

function readParameters(query: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>(new URLSearchParams(query));
  for (const name of parameters.keys()) {
    if (!parameterNames.some((known) => known === name)) {
      throw new Refusal(
        `After the question mark it may have ${parameterNames.join(", ")}, and nothing else.`,
      );
    }
  }
  // We always look for the host that takes writes.
  oneOf(parameters, "target_session_attrs", ["read-write", "primary"]);
  return parameters;
}

function oneOf<Value extends string>(
  parameters: ReadonlyMap<string, string>,
  name: (typeof parameterNames)[number],
  values: readonly Value[],
): Value | undefined {
  const given = parameters.get(name);
  const found = values.find((value) => value === given);
  if (given !== undefined && found === undefined)
    throw new Refusal(`${name} must be ${values.join(" or ")}.`);
  return found;
}

function readCredentials(text: string): [user: string, password: string | undefined] {
  const [user = "", ...rest] = text.split(":");
  if (rest.length > 1) throw new Refusal("A colon in the user name or the password is percent-encoded: %3A.");
  return [decode(user), rest[0] === undefined ? undefined : decode(rest[0])];
}

function readHosts(authority: string, parameters: ReadonlyMap<string, string>): readonly PostgresHost[] {
  const folder = parameters.get("host");
  const port = parameters.get("port");
  if (folder !== undefined) {
    if (authority !== "" || !folder.startsWith("/")) {
      throw new Refusal("host is for the folder of a Unix socket, where no host stands before the database.");
    }
    return [{ host: folder, port: readPort(port) }];
  }
  if (port !== undefined) throw new Refusal("port is for a Unix socket: a host has its port behind a colon.");
  return authority.split(",").map(readHost);
}

function readHost(text: string): PostgresHost {
  const [, bracketed, plain, port] = /^(?:\[([\da-f:.]+)\]|([\w.-]+))(?::(.*))?$/i.exec(text) ?? [];
  const host = bracketed ?? plain;
  if (host === undefined) {
    throw new Refusal(
      "Before the database it must have a host, or several with commas between, each with a port or without.",
    );
  }
  return { host, port: readPort(port) };
}

function readPort(text: string | undefined): number {
  if (text === undefined) return defaultPort;
  if (!/^\d{1,5}$/.test(text) || Number(text) < 1 || Number(text) > 65_535)
    throw new Refusal("A port must be a number from 1 to 65535.");
  return Number(text);
}

/** Passwords and people's data do not travel openly, unless somebody says so. */
function readTls(parameters: ReadonlyMap<string, string>, hosts: readonly PostgresHost[]): PostgresTls {
  const caFile = parameters.get("sslrootcert");
  const isNear = hosts.every(({ host }) => host.startsWith("/") || isLoopback(host));
  const mode = oneOf(parameters, "sslmode", ["disable", "require", "verify-full"]);
  switch (mode ?? (isNear && caFile === undefined ? "disable" : "verify-full")) {
    case "disable":
      return { kind: "off" };
    case "require":
      return { kind: "unverified" };
    default:
      if (caFile !== undefined && !isReadableFile(caFile))
        throw new Refusal("sslrootcert is no file that this user may read.");
      return { kind: "verified", caFile };
  }
}

function readPoolSize(text: string | undefined): number {
  if (text === undefined) return defaultPoolSize;
  if (!/^\d{1,3}$/.test(text) || Number(text) < 2)
    throw new Refusal("pool_size must be a number from 2 to 999.");
  return Number(text);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw new Refusal("A percent sign must be followed by two hexadecimal digits.", { cause });
  }
}
