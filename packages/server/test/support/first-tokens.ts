/** The shortest ways to tokens, for stories that are about something else. */
import type { Quickstart } from "../../src/dev/quickstart-file.ts";

export interface SignedIn {
  readonly AccessToken: string;
  readonly IdToken: string;
  readonly RefreshToken: string;
  readonly ExpiresIn: number;
}

export async function clientCredentials(
  url: string,
  machine: { readonly clientId: string; readonly clientSecret: string },
): Promise<{ readonly access_token: string; readonly expires_in: number }> {
  const response = await tokenRequest(url, machine, { grant_type: "client_credentials" });
  if (!response.ok) throw new Error(`no token: ${await response.text()}`);
  return response.json();
}

export function tokenRequest(
  url: string,
  { clientId, clientSecret }: { readonly clientId: string; readonly clientSecret: string },
  parameters: Readonly<Record<string, string>>,
): Promise<Response> {
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
  return fetch(`${url}/oauth2/token`, {
    method: "POST",
    headers: { authorization: `Basic ${basic}` },
    body: new URLSearchParams(parameters),
  });
}

/** To the public client, which needs no secret hash. */
export async function signIn(url: string, { clients, user }: Quickstart): Promise<SignedIn> {
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "AWSCognitoIdentityProviderService.InitiateAuth",
    },
    body: JSON.stringify({
      AuthFlow: "USER_PASSWORD_AUTH",
      ClientId: clients.spa.clientId,
      AuthParameters: { USERNAME: user.email, PASSWORD: user.password },
    }),
  });
  if (!response.ok) throw new Error(`not signed in: ${await response.text()}`);
  return (await response.json()).AuthenticationResult;
}
