/** How the mail server is reached, as `POOLHOUSE_SMTP_URL` says: where and as whom, and nothing else. */
import { z } from "zod";

export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; otherwise it begins when both sides can. */
  readonly isTls: boolean;
  readonly credentials: { readonly user: string; readonly password: string } | undefined;
}

export function parseSmtpUrl(text: string, context: z.RefinementCtx): SmtpServer {
  const refuse = (message: string) => {
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  };
  const url = URL.parse(text);
  const isTls = url?.protocol === "smtps:";
  if (url === null || !(isTls || url.protocol === "smtp:") || url.hostname === "") {
    return refuse("It must be an smtp:// or smtps:// URL with a host.");
  }
  if (!/^\/?$/.test(url.pathname) || url.search !== "" || url.hash !== "") {
    return refuse("It must end after host and port: no path, query or fragment.");
  }
  const credentials = credentialsOf(url);
  if (credentials === null) return refuse("User name and password must both be there, percent-encoded.");
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: Number(url.port) || (isTls ? 465 : 587),
    isTls,
    credentials,
  };
}

/** Null where one of them is missing or does not decode. */
function credentialsOf({ username, password }: URL): SmtpServer["credentials"] | null {
  if (username === "" && password === "") return undefined;
  try {
    const user = decodeURIComponent(username);
    return user === "" || password === "" ? null : { user, password: decodeURIComponent(password) };
  } catch {
    return null;
  }
}
