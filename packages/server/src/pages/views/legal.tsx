/** What people agree to: said where an account is made, and to be found where they sign in. */

import type { Look } from "../look.ts";
import { useLook } from "./look.tsx";
import { Sentence } from "./sentence.tsx";
import type { Way } from "./ways.tsx";

/** Links open beside the page, so that what was typed is not lost. */
export function Agreement() {
  const { terms: links, words } = useLook();
  if (links === undefined) return null;
  const { common } = words;
  const terms = <LegalLink href={links.terms} text={common.termsOfUse} />;
  const privacy = <LegalLink href={links.privacy} text={common.privacyPolicy} />;
  return (
    <p class="legal">
      <Sentence text={common.agreeToBoth} values={{ terms, privacy }} />
    </p>
  );
}

export function legalWays({ terms: links, words: { common } }: Look): readonly Way[] {
  if (links === undefined) return [];
  return [
    { href: links.terms, label: common.termsOfUse },
    { href: links.privacy, label: common.privacyPolicy },
  ];
}

function LegalLink({ href, text }: { href: string; text: string }) {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {text}
    </a>
  );
}
