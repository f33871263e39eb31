/** The ways through to APIs, checked at the start (BF-05). */

import type { ClientError } from "../../errors/client-error.ts";
import { explainedError } from "../../errors/explained-error.ts";
import { isSafeToReach } from "../../provider/issuer.ts";
import type { ProxyRule } from "../options.ts";

export interface ProxyRoute {
  readonly prefix: string;
  readonly upstream: URL;
  readonly methods: ReadonlySet<string>;
}

const usualMethods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

/** Longest prefix first. Throws `config_invalid`. */
export function proxyRoutes(rules: readonly ProxyRule[]): ProxyRoute[] {
  if (!Array.isArray(rules))
    throw invalid('proxy must be a list, such as [{ prefix: "/api/", upstream: "…" }]');
  return rules.map(routeOf).sort((one, other) => other.prefix.length - one.prefix.length);
}

function routeOf({
  prefix,
  upstream,
  methods = usualMethods,
  allowPlainHttp = false,
}: ProxyRule): ProxyRoute {
  if (!/^\/([\w.~-]+\/)+$/.test(prefix) || /\/\.{1,2}\//.test(prefix)) {
    throw invalid(`proxy prefix must begin and end with a slash and name a path: ${prefix}`);
  }
  const url = URL.canParse(upstream) ? new URL(upstream) : undefined;
  if (url === undefined || upstream.includes("*") || url.username !== "" || url.password !== "") {
    throw invalid(`proxy upstream must be one whole address without a user name: ${prefix}`);
  }
  if (!url.pathname.endsWith("/") || url.search !== "" || url.hash !== "") {
    throw invalid(`proxy upstream must end with a slash: ${upstream}`);
  }
  if (!isSafeToReach(url) && !(url.protocol === "http:" && allowPlainHttp)) {
    throw invalid(
      `proxy upstream must be https, or http on a loopback address, or have allowPlainHttp: ${upstream}`,
    );
  }
  return { prefix, upstream: url, methods: new Set(methods.map((method) => method.toUpperCase())) };
}

function invalid(detail: string): ClientError {
  return explainedError("config_invalid", detail);
}
