/**
 * Where a client may send people back to (AZ-03): https, http on this machine only, or an app's private-use scheme (RFC
 * 8252 §7). Whatever is not clearly one of these is refused, because a browser might execute it.
 */
export type RedirectUriProblem = "malformed" | "fragment" | "http" | "scheme";

/** A host as `URL` writes it. */
export function isLoopbackHost(hostname: string): boolean {
  return ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
}

/**
 * RFC 8252 §7.1 asks for a dot (`com.example.app:`), by which nobody else owns the scheme. Cognito documents
 * `myapp://example` and apps use it, so a scheme without one passes in that form only, and never a name of these.
 */
const publicSchemes: ReadonlySet<string> = new Set([
  ...["javascript", "vbscript", "livescript", "data", "file", "blob", "filesystem", "about", "resource"],
  ...["view-source", "jar", "chrome", "edge", "res", "mk", "mhtml", "wyciwyg", "feed", "intent", "content"],
  ...["ftp", "ftps", "sftp", "ws", "wss", "gopher", "ldap", "ldaps", "smb", "nfs", "ssh", "telnet", "news"],
  ...["nntp", "irc", "ircs", "mailto", "tel", "sms", "callto", "urn", "cid", "mid", "jdbc", "redis", "git"],
]);

/** Undefined when the address may be registered. */
export function redirectUriProblem(uri: string): RedirectUriProblem | undefined {
  const [, scheme = "", rest = ""] = /^([a-z][a-z0-9+.-]*):(.*)$/is.exec(uri) ?? [];
  if (scheme === "" || rest === "" || /[\s\p{C}\\]/u.test(uri)) return "malformed";
  if (uri.includes("#")) return "fragment";
  const name = scheme.toLowerCase();
  if (name === "https" || name === "http") return webAddressProblem(name, rest, uri);
  if (publicSchemes.has(name)) return "scheme";
  return name.includes(".") || rest.startsWith("//") ? undefined : "scheme";
}

function webAddressProblem(
  scheme: "https" | "http",
  rest: string,
  uri: string,
): RedirectUriProblem | undefined {
  // Parsers forgive what is missing or too many here; we do not.
  const url = /^\/\/[^/?]/.test(rest) ? URL.parse(uri) : null;
  // A name before the host makes an address look like another's.
  if (url === null || url.hostname === "" || url.username !== "" || url.password !== "") return "malformed";
  return scheme === "https" || isLoopbackHost(url.hostname) ? undefined : "http";
}
