/** What people agree to: said where an account is made, and to be found where they sign in. */

import { useLook } from "./look.tsx";
import { Sentence } from "./sentence.tsx";

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

/** The same, in a line of their own. */
export function LegalLinks() {
  const { terms: links, words } = useLook();
  if (links === undefined) return null;
  return (
    <p class="links legal">
      <LegalLink href={links.terms} text={words.common.termsOfUse} />
      <LegalLink href={links.privacy} text={words.common.privacyPolicy} />
    </p>
  );
}

function LegalLink({ href, text }: { href: string; text: string }) {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {text}
    </a>
  );
}
