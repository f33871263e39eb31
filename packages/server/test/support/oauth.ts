/** Requests to the OAuth endpoints, sent as an application without a library would send them. */
import type { TestClient } from "./pool.ts";
import type { TestServer } from "./server.ts";

export interface FormAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Empty where the answer is. */
  readonly body: FormBody;
}

/** Every member there can be, of a success and of a failure. */
export interface FormBody {
  readonly access_token?: string;
  readonly id_token?: string;
  readonly refresh_token?: string;
  readonly token_type?: string;
  readonly expires_in?: number;
  readonly scope?: string;
  readonly error?: string;
  readonly error_description?: string;
  readonly error_uri?: string;
  readonly request_id?: string;
}

export type Form = Readonly<Record<string, string>>;

export async function postForm(
  { url }: Pick<TestServer, "url">,
  path: string,
  form: Form | string,
  headers: Readonly<Record<string, string>> = {},
): Promise<FormAnswer> {
  return answerOf(await fetch(url + path, { method: "POST", headers, body: new URLSearchParams(form) }));
}

export async function answerOf(response: Response): Promise<FormAnswer> {
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: text === "" ? {} : JSON.parse(text),
  };
}

/** With the client's own way to authenticate: Basic with a secret, its id alone without. */
export async function askToken(
  server: Pick<TestServer, "url">,
  client: TestClient,
  form: Form,
): Promise<FormAnswer> {
  return postAsClient(server, "/oauth2/token", client, form);
}

export async function askRevoke(
  server: Pick<TestServer, "url">,
  client: TestClient,
  form: Form,
): Promise<FormAnswer> {
  return postAsClient(server, "/oauth2/revoke", client, form);
}

export async function refresh(
  server: Pick<TestServer, "url">,
  client: TestClient,
  refreshToken: string,
  form: Form = {},
): Promise<FormAnswer> {
  return askToken(server, client, { grant_type: "refresh_token", refresh_token: refreshToken, ...form });
}

export async function askUserInfo({ url }: Pick<TestServer, "url">, accessToken: string): Promise<Response> {
  return fetch(`${url}/oauth2/userInfo`, { headers: { authorization: `Bearer ${accessToken}` } });
}

/** RFC 6749 §2.3.1. */
export function basic(clientId: string, secret: string): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString("base64")}` };
}

async function postAsClient(
  server: Pick<TestServer, "url">,
  path: string,
  { clientId, clientSecret }: TestClient,
  form: Form,
): Promise<FormAnswer> {
  return clientSecret === ""
    ? postForm(server, path, { client_id: clientId, ...form })
    : postForm(server, path, form, basic(clientId, clientSecret));
}
