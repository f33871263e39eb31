/** A made-up language in which every text stands between brackets: what stands outside of them on a page was written in its view. */
import { expect, test } from "vitest";
import { everyPage } from "../../../test/support/every-page.ts";
import { languages } from "../../languages/language.ts";
import { wordsOf } from "../../languages/words.ts";
import { lookOf } from "../look.ts";

/** For developers: they are in English, and say so. */
const english = ["inbox", "inbox-empty", "dev-home", "causes", "home", "inspector"];

const person = "§§";
const pseudo = { ...lookOf("de"), words: bracketed(wordsOf("en")) };
const links = { terms: "https://example.com/t", privacy: "https://example.com/p" };

test.each(everyPage(person, { ...pseudo, terms: links }).filter(([name]) => !english.includes(name)))(
  "%s has no text of its own",
  (_name, html) => {
    expect(html).toMatch(/^<!doctype html><html lang="de">/);
    const seen = [
      ...[...html.matchAll(/ (?:aria-label|alt|placeholder)="([^"]*)"/g)].map(([, text = ""]) => text),
      html
        .replaceAll(/<style>.*?<\/style>/gs, "")
        .replaceAll(/<time[^>]*>[^<]*<\/time>/g, "")
        .replaceAll(/<[^>]*>/g, " "),
    ];
    expect(
      seen
        .map(outside)
        .join(" ")
        .match(/\p{L}+|\{\w+\}/gu),
    ).toBeNull();
  },
);

test.each(languages)("every page is in %s, and says so", (language) => {
  for (const [name, html] of everyPage(person, lookOf(language))) {
    const expected = english.includes(name) ? "en" : language;
    expect([name, /<html lang="([^"]*)"/.exec(html)?.[1]]).toEqual([name, expected]);
    expect(html).not.toMatch(/\{\w+(:lower)?\}/);
  }
});

/** What people's own values and numbers leave. */
function outside(text: string): string {
  let left = text.replaceAll("&quot;", '"').replaceAll(person, "").replaceAll("example.com", "");
  for (let before = ""; before !== left; ) {
    before = left;
    left = left.replaceAll(/⟦[^⟦⟧]*⟧/g, "");
  }
  return left;
}

function bracketed<T>(words: T): T {
  if (typeof words === "string") return (/^\{\w+\}$/.test(words) ? words : `⟦${words}⟧`) as T;
  const entries = Object.entries(words as object).map(([name, value]) => [name, bracketed(value)]);
  return Object.fromEntries(entries) as T;
}
