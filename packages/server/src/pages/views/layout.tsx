/**
 * The hosted pages, as functions from what a page shows to its HTML. Nothing here reads a request, a table or the
 * clock; the flow decides which page comes next and the HTTP room sends it. Preact escapes every value. There is no
 * script, handler or `style` in the markup, and one `<style>`, which the policy names by its hash: the pages live under
 * `default-src 'none'; style-src 'self' 'sha256-…'; script-src 'self'`.
 *
 * This file is the frame around each of them.
 */
import type { ComponentChildren } from "preact";
import { renderToString } from "preact-render-to-string";
import { type Look, plainLook } from "../look.ts";
import type { Asset } from "./asset.ts";
import { LookContext } from "./look.tsx";
import { favicon, Mark } from "./mark.tsx";
import { script } from "./script.ts";
import { houseStyle } from "./theme.ts";

/** The files that every page refers to. */
export const assets: readonly Asset[] = [script, favicon];

export interface Page {
  /** Left out by the pages for developers, which are the house's own and in English. */
  readonly look?: Look;
  /** What the page is, for the tab and for screen readers. */
  readonly title: string;
  /** Whose house this is: the pool's name, or Poolhouse itself. */
  readonly house: string;
  /** Starts at the top and uses a wider column, for pages that list things. */
  readonly wide?: boolean;
  /** A stylesheet and a script of the page's own, after those of every page. */
  readonly style?: Asset;
  readonly script?: Asset;
  readonly children: ComponentChildren;
}

export function renderPage(page: Page): string {
  return `<!doctype html>${renderToString(<Document {...page} />)}`;
}

function Document({ look = plainLook, title, house, wide = false, style, script: own, children }: Page) {
  const { brand } = look;
  const icon = brand.favicon ?? { type: "image/svg+xml", path: favicon.path };
  return (
    <html lang={look.language}>
      <head>
        <meta charset="utf-8" />
        <title>{title === house ? title : `${title} – ${house}`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content={brand.colorScheme} />
        <link rel="icon" type={icon.type} href={icon.path} />
        <style dangerouslySetInnerHTML={{ __html: houseStyle.css }} />
        {brand.style && <link rel="stylesheet" href={brand.style.path} />}
        {style && <link rel="stylesheet" href={style.path} />}
        <script src={script.path} defer />
        {own && <script src={own.path} defer />}
      </head>
      <body class={wide ? "top" : undefined}>
        <div class={wide ? "page wide" : "page"}>
          <header class="brand">
            {brand.logo ? <Logo {...brand.logo} name={house} /> : <HouseMark name={house} />}
          </header>
          <main>
            <LookContext.Provider value={look}>{children}</LookContext.Provider>
          </main>
        </div>
      </body>
    </html>
  );
}

/** The name is in the logo, and said to whoever does not see it. */
function Logo({ light, dark, name }: { light: string; dark: string; name: string }) {
  return (
    <picture>
      {dark !== light && <source srcset={dark} media="(prefers-color-scheme: dark)" />}
      <img class="logo" src={light} alt={name} />
    </picture>
  );
}

function HouseMark({ name }: { name: string }) {
  return (
    <>
      <Mark />
      <span>{name}</span>
    </>
  );
}
