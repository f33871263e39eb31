/** Which attributes a client may see, and which of them a scope opens (OIDC Core §5.4, Cognito's reading of it). */
import type { Client } from "../clients/client.ts";

/** What the scope `profile` opens. */
export const profileAttributes = [
  "name",
  "family_name",
  "given_name",
  "middle_name",
  "nickname",
  "preferred_username",
  "profile",
  "picture",
  "website",
  "gender",
  "birthdate",
  "zoneinfo",
  "locale",
  "updated_at",
] as const;

const attributesOfScope: Readonly<Record<string, readonly string[]>> = {
  email: ["email", "email_verified"],
  phone: ["phone_number", "phone_number_verified"],
  profile: profileAttributes,
};

export function canRead(client: Client, attribute: string): boolean {
  const { ReadAttributes } = client.settings;
  return ReadAttributes === undefined || ReadAttributes.length === 0 || ReadAttributes.includes(attribute);
}

/** The first requested scope some of whose attributes the client may not read: such a request is an `invalid_grant`. */
export function unreadableScope(
  client: Client,
  scopes: readonly string[],
): { readonly scope: string; readonly attribute: string } | undefined {
  for (const scope of scopes) {
    const attribute = attributesOfScope[scope]?.find((each) => !canRead(client, each));
    if (attribute !== undefined) return { scope, attribute };
  }
  return undefined;
}

/**
 * The person's attributes that these scopes open for this client. `openid` alone, and the scope of the JSON API's
 * sign-in, open everything readable; beside `email`, `phone` or `profile` only those sets (and `profile` the custom ones).
 */
export function visibleAttributes(
  client: Client,
  scopes: readonly string[],
  attributes: Readonly<Record<string, string>>,
): readonly (readonly [name: string, value: string])[] {
  const named = scopes.filter((scope) => Object.hasOwn(attributesOfScope, scope));
  const opened = (name: string): boolean =>
    named.length === 0 ||
    named.some(
      (scope) =>
        attributesOfScope[scope]?.includes(name) ||
        (scope === "profile" && (name === "address" || name.startsWith("custom:"))),
    );
  return Object.entries(attributes).filter(([name]) => opened(name) && canRead(client, name));
}
