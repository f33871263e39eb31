/** POST /backchannel-logout: the provider says that somebody has signed out there (OpenID Connect Back-Channel Logout 1.0 §2.5). */
import { isClientError } from "../../errors/client-error.ts";
import type { App } from "../app.ts";
import { failureAnswer, json, refusal } from "./answers.ts";
import { boundedText } from "./bounded-body.ts";
import { createLogoutTokenReader } from "./logout-token.ts";

const mostBytes = 16 * 1024;

/** Answers 404 where sessions cannot be ended from outside. */
export function createBackchannelLogout({ keeper, settings }: App): (request: Request) => Promise<Response> {
  const readLogoutToken = createLogoutTokenReader(settings);
  const { endByProvider } = keeper;
  return async (request) => {
    if (endByProvider === undefined) return refusal(404, "not_found");
    const token = await tokenIn(request);
    if (token === undefined) return invalid("logout_token must be in a form");
    try {
      const sessions = await endByProvider(await readLogoutToken(token));
      if (sessions === undefined) return invalid("jti was used");
      settings.report({ type: "signed_out_by_provider", sessions });
      return json(200, {});
    } catch (error) {
      return isClientError(error, "logout_token_invalid") ? invalid(error.message) : failureAnswer(error);
    }
  };
}

async function tokenIn(request: Request): Promise<string | undefined> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) return undefined;
  const text = await boundedText(request, mostBytes);
  const values = new URLSearchParams(text ?? "").getAll("logout_token");
  return values.length === 1 ? values[0] : undefined;
}

function invalid(description: string): Response {
  return json(400, { error: "invalid_request", error_description: description });
}
