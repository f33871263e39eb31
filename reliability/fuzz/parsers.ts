/** What is parsed, and how inputs for it come about. A target makes requests out of a stage; what is asked of the answers is the same for all. */
import fc from "fast-check";
import { anyOperations } from "../../packages/server/src/model/any-operation.ts";
import { authorizePath, callback } from "../../packages/server/test/support/hosted.ts";
import { inputOf } from "./by-model.ts";
import { apply, type Edit, edits, piece } from "./mutation.ts";
import { operationNames, presigned, signed, unsigned } from "./signed.ts";
import type { FuzzStage } from "./stage.ts";
import type { RawRequest } from "./wire.ts";

export type Parser = (stage: FuzzStage) => fc.Arbitrary<Promise<RawRequest> | RawRequest>;

const formType = { "content-type": "application/x-www-form-urlencoded" };

export const parsers: Readonly<Record<string, Parser>> = {
  SigV4: ({ url }) =>
    fc
      .tuple(
        fc.boolean(),
        fc.constantFrom("authorization", "x-amz-date", "x-amz-content-sha256", "host"),
        edits,
      )
      .map(async ([inQuery, name, all]) => {
        const body = JSON.stringify({ MaxResults: 1 });
        if (inQuery) {
          const request = await presigned(url, "ListUserPools", body);
          return { ...request, path: `/?${apply(request.path.slice(2), all)}` };
        }
        const request = await signed(url, "ListUserPools", body);
        return {
          ...request,
          headers: { ...request.headers, [name]: apply(request.headers[name] ?? "", all) },
        };
      }),

  JWT: ({ accessToken, idToken, clientId }) =>
    fc.tuple(fc.nat(3), edits, fc.constantFrom(undefined, 0, 1, 2), piece).map(([door, all, part, text]) => {
      const base = door === 2 ? idToken : accessToken;
      const token = part === undefined ? apply(base, all) : withinPart(base, part, all, text);
      if (door === 0) return get("/oauth2/userInfo", { authorization: `Bearer ${token}` });
      if (door === 1) return unsigned("GetUser", JSON.stringify({ AccessToken: token }));
      const hinted = authorizePath({ client: { clientId, clientSecret: "" } }, { id_token_hint: token });
      return get(`${hinted}&prompt=none`);
    }),

  JWE: ({ refreshToken, session, clientId, username }) =>
    fc
      .tuple(fc.nat(3), edits, fc.constantFrom(undefined, 0, 1, 2, 3, 4), piece)
      .map(([door, all, part, text]) => {
        const base = door === 3 ? session : refreshToken;
        const token = part === undefined ? apply(base, all) : withinPart(base, part, all, text);
        if (door === 0)
          return form("/oauth2/token", {
            grant_type: "refresh_token",
            refresh_token: token,
            client_id: clientId,
          });
        // The good one is revoked too, once: from then on it is another good input.
        if (door === 1) return form("/oauth2/revoke", { token, client_id: clientId });
        if (door === 2)
          return unsigned(
            "GetTokensFromRefreshToken",
            JSON.stringify({ RefreshToken: token, ClientId: clientId }),
          );
        return unsigned(
          "RespondToAuthChallenge",
          JSON.stringify({
            ClientId: clientId,
            ChallengeName: "SELECT_CHALLENGE",
            Session: token,
            ChallengeResponses: { USERNAME: username, ANSWER: "PASSWORD" },
          }),
        );
      }),

  "ListUsers filter": ({ url, poolId }) =>
    fc
      .tuple(filter, edits, fc.option(piece), fc.integer({ min: -1, max: 61 }))
      .map(([text, all, page, limit]) =>
        signed(
          url,
          "ListUsers",
          JSON.stringify({
            UserPoolId: poolId,
            Filter: apply(text, all),
            ...(limit > 0 && { Limit: limit }),
            ...(page !== null && { PaginationToken: page }),
          }),
        ),
      ),

  cookies: ({ cookie, clientId }) =>
    fc.tuple(fc.constantFrom("/login", "/account", "/oauth2/authorize"), edits).map(([path, all]) => {
      const query = authorizePath({ client: { clientId, clientSecret: "" } }).split("?")[1];
      return get(`${path}?${query}`, { cookie: apply(cookie, all) });
    }),

  forms: ({ clientId, cookie, username }) =>
    fc.tuple(fc.constantFrom(...formPaths), edits, fc.boolean(), piece).map(([path, all, inQuery, type]) => {
      const body = new URLSearchParams({
        client_id: clientId,
        response_type: "code",
        grant_type: "authorization_code",
        code: "a-code",
        redirect_uri: callback,
        scope: "openid email",
        state: "s-1",
        username,
        password: "Wrong-Horse-7",
      }).toString();
      const mutated: string = apply(body, all);
      if (inQuery) return get(`${path}?${mutated}`, { cookie });
      const headers = type.length === 1 ? { "content-type": type } : formType;
      return {
        method: "POST",
        path,
        headers: { ...headers, cookie, "sec-fetch-site": "same-origin" },
        body: mutated,
      };
    }),

  "JSON API": ({ url, poolId, clientId, username, accessToken, session }) => {
    const known = {
      UserPoolId: poolId,
      ClientId: clientId,
      Username: username,
      AccessToken: accessToken,
      Session: session,
    };
    return fc.oneof(...fuzzedOperations.map((operation) => ofOperation(url, operation, known)));
  },
};

/** Not those that would call the addresses they are given, end the stage, or the key that signs. */
const spared: ReadonlySet<string> = new Set([
  "SetUserPoolTriggerTargets",
  "DeleteUserPool",
  "DeleteUserPoolClient",
  "DeleteAccessKey",
]);
const fuzzedOperations = operationNames.filter((name) => !spared.has(name));

function ofOperation(
  url: string,
  operation: (typeof operationNames)[number],
  known: Readonly<Record<string, string>>,
) {
  const input = inputOf(anyOperations[operation].input, known);
  const broken: fc.Arbitrary<readonly Edit[]> = fc.oneof(
    { weight: 8, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: edits },
  );
  return fc
    .tuple(input, broken)
    .map(([value, all]) => signed(url, operation, apply(JSON.stringify(value) ?? "", all)));
}

const formPaths = [
  "/oauth2/token",
  "/oauth2/revoke",
  "/oauth2/authorize",
  "/login",
  "/signup",
  "/confirm",
  "/forgotPassword",
  "/confirmforgotPassword",
  "/challenge",
  "/mfa",
  "/account",
  "/logout",
  "/confirmUser",
];

const filter = fc
  .tuple(
    fc.constantFrom("username", "email", "sub", "cognito:user_status", "status", "name", "nobody"),
    fc.constantFrom("=", "^=", " = ", "^", "=="),
    fc.string({ unit: "binary", maxLength: 20 }),
  )
  .map(
    ([attribute, comparison, value]) => `${attribute} ${comparison} "${value.replaceAll(/["\\]/g, "\\$&")}"`,
  );

/** Decoded, mutated, and encoded again: so a parser gets further than the base64. */
function withinPart(token: string, part: number, all: readonly Edit[], text: string): string {
  const parts = token.split(".");
  const decoded = Buffer.from(parts[part] ?? "", "base64url").toString("latin1");
  parts[part] = Buffer.from(apply(decoded, all) || text, "latin1").toString("base64url");
  return parts.join(".");
}

function get(path: string, headers: Readonly<Record<string, string>> = {}): RawRequest {
  return { method: "GET", path, headers, body: "" };
}

function form(path: string, fields: Readonly<Record<string, string>>): RawRequest {
  return { method: "POST", path, headers: formType, body: new URLSearchParams(fields).toString() };
}
