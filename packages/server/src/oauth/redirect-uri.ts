/**
 * Is an address one of the registered ones? Compared byte by byte, never parsed: two parsers disagree sooner or later
 * (RFC 9700 §2.1). The one exception is the port of a loopback address (RFC 8252 §7.3), and `localhost` has none.
 */

export function isRegisteredCallback(registered: readonly string[], given: string): boolean {
  if (registered.includes(given)) return true;
  const portless = withoutLoopbackPort(given);
  return portless !== undefined && registered.some((each) => withoutLoopbackPort(each) === portless);
}

/** Undefined unless it is http to 127.0.0.1 or [::1]. */
function withoutLoopbackPort(uri: string): string | undefined {
  const parts = /^(http:\/\/(?:127\.0\.0\.1|\[::1\]))(?::([1-9][0-9]{0,4}))?((?:[/?].*)?)$/.exec(uri);
  if (parts === null) return undefined;
  const [, host = "", port = "80", rest = ""] = parts;
  return Number(port) <= 65_535 ? host + rest : undefined;
}
