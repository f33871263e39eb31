/** What the members of headers and claim sets mean, for people who meet them for the first time. */

const headerMeanings: Readonly<Record<string, string>> = {
  alg: "how it is signed or encrypted",
  kid: "which key was used",
  typ: "what kind of token it says it is",
  cty: "what is inside the encryption",
  enc: "how the content is encrypted",
  zip: "how the content is compressed",
  jku: "a URL of keys: must not be followed",
  jwk: "a key inside the token: must not be trusted",
  x5u: "a URL of certificates: must not be followed",
  crit: "extensions a reader must understand",
};

const claimMeanings: Readonly<Record<string, string>> = {
  sub: "whom it speaks of: never changes, unique in the pool",
  iss: "the pool that issued it",
  aud: "the app it was issued to",
  client_id: "the app it was issued to",
  token_use: "access opens things, id tells who somebody is",
  scope: "what it opens",
  username: "the person's name in the pool",
  "cognito:username": "the person's name in the pool",
  "cognito:groups": "groups the person is in",
  "cognito:roles": "roles of those groups",
  "cognito:preferred_role": "the role of the group with the best precedence",
  origin_jti: "the sign-in: all its tokens share it, and revoking ends them all",
  exp: "when it ends",
  nbf: "from when on it is valid",
  iat: "when it was issued",
  auth_time: "when the person signed in",
  updated_at: "when the profile was changed",
  jti: "this token alone",
  event_id: "the request that issued it",
  nonce: "ties it to the browser that asked",
  at_hash: "ties it to its access token",
  azp: "the app that asked for it",
  version: "2: issued through the hosted pages or to a machine",
  acr: "how strongly the person proved who they are",
  amr: "by which means the person signed in",
  identities: "accounts elsewhere that were used to sign in",
  device_key: "the remembered device",
  email: "e-mail address",
  email_verified: "whether that address is proven",
  phone_number: "telephone number",
  phone_number_verified: "whether that number is proven",
  name: "full name",
  given_name: "first name",
  family_name: "last name",
  UAID: "the person's account number in the organisation",
};

/** Moments: the verb while it lies ahead, and once it is past. */
export const timeVerbs: Readonly<Record<string, readonly [string, string]>> = {
  exp: ["expires", "expired"],
  nbf: ["becomes valid", "became valid"],
  iat: ["will be issued", "issued"],
  auth_time: ["will sign in", "signed in"],
  updated_at: ["will change", "profile changed"],
};

export function headerMeaning(name: string): string | undefined {
  return Object.hasOwn(headerMeanings, name) ? headerMeanings[name] : undefined;
}

export function claimMeaning(name: string): string | undefined {
  if (Object.hasOwn(claimMeanings, name)) return claimMeanings[name];
  return name.startsWith("custom:") ? "an attribute of the pool's own" : undefined;
}
