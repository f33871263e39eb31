/** Query parameters, and the percent-encoding SigV4 prescribes. Strings hold one byte per character throughout. */

export interface Parameter {
  /** Decoded. */
  readonly name: string;
  readonly value: string;
}

/** "+" stays a plus: SigV4 knows RFC 3986, not forms. */
export function parseQuery(raw: string): readonly Parameter[] {
  return raw
    .split("&")
    .filter((part) => part !== "")
    .map((part) => {
      const equals = part.indexOf("=");
      if (equals < 0) return { name: percentDecode(part), value: "" };
      return { name: percentDecode(part.slice(0, equals)), value: percentDecode(part.slice(equals + 1)) };
    });
}

/** Leaves only RFC 3986's unreserved characters as they are. */
export function percentEncode(text: string): string {
  return text.replace(/[^A-Za-z0-9\-._~]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
  });
}

/** A percent sign that begins no escape stands for itself. */
function percentDecode(text: string): string {
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
