/** The rules for documents that people agree to: where they may stand, and how they are answered. */
import type { TermsDescriptionType, TermsType } from "../../model/shapes.ts";
import { isLoopbackHost } from "../clients/redirect-uris.ts";
import type { Fail } from "../failures.ts";
import type { PoolId } from "../ids.ts";
import { texts } from "../texts.ts";
import type { Terms, TermsTable } from "./terms.ts";

/** `cognito.md` §8. */
export const mostTerms = 40;

/** Pages link to them, so they are web pages, and nothing that runs. Plain http is for this machine only. */
export function requireLinks(
  links: Readonly<Record<string, string>> | undefined,
  fail: Fail<"InvalidParameterException">,
): Readonly<Record<string, string>> {
  if (links?.["cognito:default"] === undefined)
    throw fail("InvalidParameterException", texts.termsDefaultMissing);
  for (const link of Object.values(links)) {
    if (!isWebPage(link)) throw fail("InvalidParameterException", texts.termsLinkInvalid(link));
  }
  return links;
}

export async function requireTerms(
  terms: Pick<TermsTable, "find">,
  poolId: PoolId,
  termsId: string,
  fail: Fail<"ResourceNotFoundException">,
): Promise<Terms> {
  const found = await terms.find(poolId, termsId);
  if (found === undefined) throw fail("ResourceNotFoundException", texts.termsNotFound);
  return found;
}

export function termsType(terms: Terms): TermsType {
  return {
    ...termsDescription(terms),
    UserPoolId: terms.poolId,
    ClientId: terms.clientId,
    TermsSource: "LINK",
    Links: terms.links,
  };
}

export function termsDescription({ termsId, name, createdAt, modifiedAt }: Terms): TermsDescriptionType {
  return {
    TermsId: termsId,
    TermsName: name,
    Enforcement: "NONE",
    CreationDate: createdAt / 1000,
    LastModifiedDate: modifiedAt / 1000,
  };
}

function isWebPage(link: string): boolean {
  if (!URL.canParse(link)) return false;
  const { protocol, hostname, username, password } = new URL(link);
  const isSafe = protocol === "https:" || (protocol === "http:" && isLoopbackHost(hostname));
  return isSafe && username === "" && password === "";
}
