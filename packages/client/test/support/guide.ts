/** The snippets of the integration guide. */

export interface Snippet {
  readonly page: string;
  /** `js`, `sh` or `json`. */
  readonly language: string;
  /** The name it would have in an app. */
  readonly file: string | undefined;
  readonly code: string;
}

export function snippetsOf(page: string, text: string): Snippet[] {
  return [...text.matchAll(/^```(\w*)(?: file=(\S+))?\n(.*?)^```$/gms)].map(
    ([, language = "", file, code = ""]) => ({ page, language, file, code }),
  );
}

/** As tests name it. */
export function nameOf({ page, language, file }: Snippet): string {
  return `${page} ${file ?? language}`;
}
