/**
 * A message's template with its places filled in: `{####}`, `{username}` and `{##words##}`. One pass, so that a name that
 * looks like a place stays a name. Administrators write templates and may use HTML in mails; values come from people and may not.
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
  return template
    .replaceAll(/<(style|script|head|title)\b[\s\S]*?<\/\1\s*>/gi, "")
    .replaceAll(/<a\s[^>]*?href\s*=\s*(?:"([^"]*)"|'([^']*)')[^>]*>([\s\S]*?)<\/a\s*>/gi, "$3: $1$2")
    .replaceAll(/<br\s*\/?>|<\/(?:p|div|h[1-6]|li|tr)\s*>/gi, "\n")
    .replaceAll(/<[a-z!/][^>]*>/gi, "")
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
