/** Somebody who never saw the project, in a browser that speaks some language: what she presses, fills in and looks at. */
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { expect } from "vitest";
import type { Language } from "../../src/languages/language.ts";
import { wordsOf } from "../../src/languages/words.ts";
import { type Look, openViewer, tagOf, tooWide, type Viewer } from "./chromium.ts";

export interface Newcomer extends Viewer {
  /** Takes the page's picture: in the right language, and no wider than the screen. */
  look(name: string): Promise<void>;
  readonly words: ReturnType<typeof wordsOf>;
  /** By the whole text that is read out. */
  press(name: string): Promise<void>;
  follow(name: string): Promise<void>;
  fillIn(label: string, value: string): Promise<void>;
  /** Waits until it is on the page. */
  read(text: string): Promise<void>;
  inTheApp(): Promise<void>;
}

export async function newcomer(browser: Browser, language: Language, look: Look): Promise<Newcomer> {
  const viewer = await openViewer(browser, { ...look, locale: language });
  const { page } = viewer;
  const words = wordsOf(language);
  return {
    ...viewer,
    words,
    press: (name) => page.getByRole("button", { name, exact: true }).first().click(),
    follow: (name) => page.getByRole("link", { name, exact: true }).first().click(),
    fillIn: (label, value) => page.getByLabel(label, { exact: true }).fill(value),
    read: (text) => page.getByText(text).first().waitFor(),
    inTheApp: () => page.getByText("Back in the app").waitFor(),
    async look(name) {
      expect(await page.locator("html").getAttribute("lang"), `the language of ${name}`).toBe(language);
      expect(await tooWide(page), `${name} scrolls sideways`).toBe(0);
      const path = join(viewer.pictures, `walk-${name}-${language}-${tagOf(look)}.png`);
      await page.screenshot({ path, fullPage: true });
    },
  };
}

/** What an entry of the account page offers, as it is read out. */
export function actOn(entry: string, act: string): string {
  return `${act} : ${entry}`;
}
