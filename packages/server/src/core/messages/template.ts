/**
 * Fills in a message template: `{####}`, `{username}` and `{##words##}`. In one pass, so that a name that looks like a
 * placeholder stays a name. Administrators write templates and may use HTML in e-mails; values come from people and may
 * not.
 */
export interface TemplateValues {
  readonly code: string;
  readonly username: string;
  /** Where `{##words##}` leads; the words become plain where there is none. */
  readonly link: string | undefined;
}

const places = /\{username\}|\{####\}|\{##([^{}#]+)##\}/g;

export function fillText(template: string, { code, username, link }: TemplateValues): string {
  return template.replaceAll(places, (found, words: string | undefined) => {
    if (found === "{####}") return code;
    if (words === undefined) return username;
    return link === undefined ? words : `${words}: ${link}`;
  });
}

export function fillHtml(template: string, { code, username, link }: TemplateValues): string {
  return template.replaceAll(places, (found, words: string | undefined) => {
    if (found === "{####}") return escapeHtml(code);
    if (words === undefined) return escapeHtml(username);
    return link === undefined ? words : `<a href="${escapeHtml(link)}">${words}</a>`;
  });
}

/** What somebody whose mail program shows no HTML reads. Places stay places. */
export function textOfTemplate(template: string): string {
  return withoutTags(template)
    .replaceAll(/&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,7}|#x[\da-f]{1,6});/gi, characterOf)
    .replaceAll(/[^\S\n]+/g, " ")
    .replaceAll(/ ?\n ?/g, "\n")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim();
}

export function hasCode(template: string): boolean {
  return template.includes("{####}");
}

export function hasLink(template: string): boolean {
  return /\{##[^{}#]+##\}/.test(template);
}

export function hasUsername(template: string): boolean {
  return template.includes("{username}");
}

const entities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
};

function characterOf(entity: string): string {
  const name = entity.slice(1, -1).toLowerCase();
  if (!name.startsWith("#")) return entities[name] ?? entity;
  const point = name.startsWith("#x") ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return point <= 0x10ffff ? String.fromCodePoint(point) : entity;
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/**
 * The words between the tags, and where links lead. In one pass: whoever writes the template of one pool must not hold everybody up, and
 * a pattern for a whole link took a hundred seconds for one of 20,000 characters that was made for it.
 */
function withoutTags(html: string): string {
  const endless = new Set<string>();
  let text = "";
  let href: string | undefined;
  let at = 0;
  for (;;) {
    const from = indexOf(/<[a-z!/]/gi, html, at);
    const to = from === -1 ? -1 : html.indexOf(">", from) + 1;
    if (to <= 0) return text + html.slice(at);
    const tag = html.slice(from, to);
    const name = /^<\/?([a-z][a-z0-9]*)/i.exec(tag)?.[1]?.toLowerCase() ?? "";
    const isEnd = tag.startsWith("</");
    text += html.slice(at, from);
    at = isEnd ? to : behindUnseen(html, name, to, endless);
    if (name === "a" && !isEnd) href = hrefOf(tag);
    else if (name === "a") {
      if (href !== undefined) text += `: ${href}`;
      href = undefined;
    } else if (name === "br" || (isEnd && lines.has(name))) text += "\n";
  }
}

/** Where an element ends that nobody sees. One without an end is read like any other; `endless` spares looking for it again. */
function behindUnseen(html: string, name: string, at: number, endless: Set<string>): number {
  if (!unseen.has(name) || endless.has(name)) return at;
  const end = indexOf(new RegExp(`</${name}\\s*>`, "gi"), html, at);
  if (end !== -1) return html.indexOf(">", end) + 1;
  endless.add(name);
  return at;
}

const unseen: ReadonlySet<string> = new Set(["style", "script", "head", "title"]);
const lines: ReadonlySet<string> = new Set(["p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "tr"]);

/** -1 where nothing matches from there on. */
function indexOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.index ?? -1;
}

function hrefOf(tag: string): string | undefined {
  const [, double, single] = /\shref\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(tag) ?? [];
  return double ?? single;
}
