/** One mail address, alone or after a name: whoever writes a list, a comment or a line break into it writes no address. */
export interface Mailbox {
  /** Empty when there is none. */
  readonly name: string;
  readonly address: string;
}

export function parseMailbox(text: string): Mailbox | undefined {
  const [, name = "", bracketed] = /^([^<>]*)<([^<>]*)>\s*$/.exec(text) ?? [];
  const address = bracketed ?? text;
  if (!oneAddress.test(address) || /\p{C}/u.test(name)) return undefined;
  return { name: name.trim().replace(/^"(.*)"$/, "$1"), address };
}

const oneAddress = /^[^\s\p{C}@,;:<>()[\]\\"]+@[^\s\p{C}@,;:<>()[\]\\"]+$/u;
