import { ClientError } from "../errors/client-error.ts";

/** The issuer as a URL: `https`, or `http` where nobody can listen on the way. Throws `config_invalid`. */
export function parseIssuer(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) throw new ClientError("config_invalid", `issuer is no URL: ${text}`);
  if (!isSafeToReach(url)) {
    throw new ClientError("config_invalid", `issuer must be https, or http on a loopback address: ${text}`);
  }
  return url;
}

/** True for `https`, and for `http` where nobody can listen on the way. */
export function isSafeToReach({ protocol, hostname }: URL): boolean {
  const isLoopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
  return protocol === "https:" || (protocol === "http:" && isLoopback);
}
