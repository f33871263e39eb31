/**
 * What each OAuth error says before its causes are looked at, and what an app should do about it: told by the error
 * pages and by the integration guide.
 */
import type { OAuthError } from "./causes.ts";

export interface ErrorMeaning {
  /** In one sentence, for the developer of an app. */
  readonly meaning: string;
  /** What an app does when this comes at run time. */
  readonly app: string;
  /** Where an app meets it. */
  readonly from: "the token endpoint" | "the authorization endpoint" | "other endpoints";
}

export const errorMeanings: Readonly<Record<OAuthError, ErrorMeaning>> = {
  invalid_request: {
    meaning: "Something in the request is missing, repeated, malformed or in the wrong place.",
    app: "Nothing helps but correcting the code: the same request fails the same way.",
    from: "the token endpoint",
  },
  invalid_client: {
    meaning: "The app could not prove who it is.",
    app: "Correct the client id or secret in the configuration. Nobody has been signed out.",
    from: "the token endpoint",
  },
  invalid_grant: {
    meaning:
      "The code or refresh token is good for nothing: expired, revoked, used before, of another client, or of a person who may not sign in.",
    app: "End the session in the app and send the person to sign in. Do not repeat the request.",
    from: "the token endpoint",
  },
  unauthorized_client: {
    meaning: "The app is known, and this way of getting tokens is not open to it.",
    app: "Change the app client's settings, or use another client.",
    from: "the token endpoint",
  },
  unsupported_grant_type: {
    meaning: "There is no such way of getting tokens.",
    app: "Correct the code.",
    from: "the token endpoint",
  },
  invalid_scope: {
    meaning: "The app asked for something it may not be given.",
    app: "Ask for less, or give the app client the scope.",
    from: "the token endpoint",
  },
  unsupported_token_type: {
    meaning: "The token sent is of a kind that cannot be revoked.",
    app: "Revoke the refresh token instead.",
    from: "other endpoints",
  },
  unsupported_response_type: {
    meaning: "The sign-in asked for an answer of a kind that does not exist here.",
    app: "Correct the code.",
    from: "the authorization endpoint",
  },
  access_denied: {
    meaning: "The person, or a rule of the pool, said no.",
    app: "Show the app's start page.",
    from: "the authorization endpoint",
  },
  login_required: {
    meaning: "Signing in silently is not possible: a page has to be shown.",
    app: "Send the person to sign in, or go on without anybody being signed in.",
    from: "the authorization endpoint",
  },
  request_not_supported: {
    meaning: "Request objects are not understood here.",
    app: "Correct the code.",
    from: "the authorization endpoint",
  },
  request_uri_not_supported: {
    meaning: "Request objects by reference are not understood here.",
    app: "Correct the code.",
    from: "the authorization endpoint",
  },
  invalid_target: {
    meaning: "Tokens for the resource asked for cannot be issued.",
    app: "Correct the code.",
    from: "the authorization endpoint",
  },
  temporarily_unavailable: {
    meaning: "Not now.",
    app: "Wait and try again. Nobody has been signed out.",
    from: "other endpoints",
  },
  server_error: {
    meaning: "Something broke in the server, or in a trigger it asked.",
    app: "Try again later, and give the request id to whoever runs the server. Nobody has been signed out.",
    from: "other endpoints",
  },
};
