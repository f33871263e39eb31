/** What the examples know of the server: the file that `npm start` writes. Your own app has these values in its configuration. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";

export interface Quickstart {
  readonly endpoint: string;
  readonly issuer: string;
  readonly clients: {
    readonly web: WebClient & { readonly clientSecret: string };
    readonly spa: WebClient;
    readonly machine: { readonly clientId: string; readonly clientSecret: string; readonly scopes: string[] };
  };
  readonly user: { readonly username: string; readonly password: string };
}

export interface WebClient {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly logoutUri: string;
  readonly scopes: string[];
}

export async function readQuickstart(): Promise<Quickstart> {
  const folder = process.env["POOLHOUSE_DATA"] ?? join(import.meta.dirname, "..", "poolhouse-data");
  const file = join(folder, "quickstart.json");
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch {
    console.error(`${file} is not there.`);
    console.error("The example needs a running server and the file it writes at its first start.");
    console.error(
      "What to do: run `npm start` in another terminal. With another data folder, set POOLHOUSE_DATA to it.",
    );
    process.exit(1);
  }
}

/** Says where to go, and how to sign in there. */
export function sayHello(what: string, url: string, { user }: Pick<Quickstart, "user">): void {
  console.log(`${what} at ${url}`);
  console.log(`Sign in as ${user.username} with the password ${user.password}. Ctrl-C stops it.`);
}
