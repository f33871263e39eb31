/** The token, revocation and userInfo endpoints: from the request to parameters, from the outcome to a reply. */
import { RateExceeded } from "../core/failures.ts";
import type { World } from "../core/ports.ts";
import { type Credentials, claimedClientId } from "../oauth/client-authentication.ts";
import { type Detail, refuse } from "../oauth/failures.ts";
import { type Parameters, parseParameters } from "../oauth/parameters.ts";
import { revoke } from "../oauth/revoke.ts";
import { showableClientId } from "../oauth/showable.ts";
import { answerTokenRequest, knownGrantType } from "../oauth/token.ts";
import { userInfo } from "../oauth/user-info.ts";
import { formOf } from "./form.ts";
import { oauthFailureOf } from "./oauth-failure-of.ts";
import { type FailureContext, oauthFailureReply, oauthReply, preflightReply } from "./oauth-reply.ts";
import { rateExceededReply } from "./rate-exceeded.ts";
import { recordOAuthFailure } from "./record-failure.ts";
import { type Reply, withHeaders } from "./reply.ts";
import { type HttpRequest, header } from "./request.ts";
import { noteIds } from "./request-facts.ts";

export async function answerToken(world: World, request: HttpRequest): Promise<Reply> {
  if (request.method === "OPTIONS") return preflightReply(request, "POST");
  return answerForm(world, request, 400, async (credentials) => {
    request.facts.grantType = knownGrantType(credentials.parameters);
    return answerTokenRequest(world, credentials);
  });
}

export async function answerRevoke(world: World, request: HttpRequest): Promise<Reply> {
  if (request.method === "OPTIONS") return preflightReply(request, "POST");
  return answerForm(world, request, 401, async (credentials) => {
    await revoke(world, credentials);
    return undefined;
  });
}

export async function answerUserInfo(world: World, request: HttpRequest): Promise<Reply> {
  if (request.method === "OPTIONS") return preflightReply(request, "GET, POST");
  const inBody = request.method === "POST" ? bodyParameter(request, "access_token") : undefined;
  const info = await userInfo(world, header(request, "authorization"), inBody);
  if (info.ok) return oauthReply(request.requestId, 200, info.claims);
  const { status, error, description } = info;
  request.facts.error = error;
  const reply = oauthReply(request.requestId, status, { error, error_description: description });
  const challenge = `Bearer error="${error}", error_description="${description}"`;
  return withHeaders(reply, { "www-authenticate": challenge });
}

/** POST, a form, nothing in the URL, each parameter once; then `work`. Its failure is stored, then answered. */
async function answerForm(
  world: World,
  request: HttpRequest,
  invalidClientStatus: FailureContext["invalidClientStatus"],
  work: (credentials: Credentials) => Promise<object | undefined>,
): Promise<Reply> {
  const authorization = header(request, "authorization");
  const { facts } = request;
  let parameters: Parameters = {};
  try {
    if (request.method !== "POST") throw refuse("methodNotPost", { method: request.method });
    if (request.query !== "") throw refuse("parametersInUrl");
    parameters = parseParameters(formOf(request));
    return oauthReply(
      request.requestId,
      200,
      await work({
        parameters,
        authorization,
        source: request.source,
        onAuthenticated: ({ pool, client }) => noteIds(facts, pool.poolId, client.clientId),
      }),
    );
  } catch (error) {
    if (error instanceof RateExceeded) return rateExceededReply(world, request, error);
    const failure = oauthFailureOf(world, request, error);
    await recordOAuthFailure(world, request, failure, askedOf(request, parameters));
    const triedBasic = authorization !== undefined;
    return oauthFailureReply(world, failure, {
      requestId: request.requestId,
      triedBasic,
      invalidClientStatus,
    });
  }
}

/** For the record of a failure, only what is no secret: the client and the grant. */
function askedOf(request: HttpRequest, parameters: Parameters): Detail {
  const { grant_type } = parameters;
  const clientId = claimedClientId({ parameters, authorization: header(request, "authorization") });
  return {
    ...(clientId === undefined ? {} : { client_id: showableClientId(clientId) }),
    ...(grant_type === undefined ? {} : { grant_type: grant_type.slice(0, 64) }),
  };
}

/** Undefined also when the body is no form. */
function bodyParameter(request: HttpRequest, name: string): string | undefined {
  try {
    return parseParameters(formOf(request))[name];
  } catch {
    return undefined;
  }
}
