/** The token endpoint before any grant: the form of the request, and who is asking. */
import {
  AddUserPoolClientSecretCommand,
  DeleteUserPoolClientCommand,
  DeleteUserPoolClientSecretCommand,
  ListUserPoolClientSecretsCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectEveryCauseTold } from "./support/chapters.ts";
import { answerOf, askToken, basic, type Form, postForm } from "./support/oauth.ts";
import { expectOAuthFailure, expectOAuthHeaders } from "./support/oauth-failure.ts";
import { callOwn } from "./support/own-operations.ts";
import {
  codeClient,
  createApi,
  createClient,
  createPool,
  machineClient,
  type TestClient,
} from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;
let UserPoolId: string;
let publicClient: TestClient;
let machine: TestClient;

beforeAll(async () => {
  server = await startTestServer();
  UserPoolId = await createPool(server);
  await createApi(server, UserPoolId);
  publicClient = await createClient(server, UserPoolId, codeClient);
  machine = await createClient(server, UserPoolId, machineClient);
});
afterAll(() => server.close());

const machineForm: Form = { grant_type: "client_credentials" };
const ask = (form: Form | string, headers: Readonly<Record<string, string>> = {}) =>
  postForm(server, "/oauth2/token", form, headers);
const url = () => `${server.url}/oauth2/token`;

describe("the form of a token request", () => {
  test.each(["GET", "PUT", "DELETE", "PATCH"])(
    "answers 405 and Allow: POST to %s (TK-07)",
    async (method) => {
      const answer = await answerOf(await fetch(url(), { method }));
      await expectOAuthFailure(server, answer, {
        cause: "methodNotPost",
        error: "invalid_request",
        status: 405,
      });
      expect(answer.headers.get("allow")).toBe("POST");
    },
  );

  test.each(["application/json", "text/plain", "multipart/form-data; boundary=x"])(
    "refuses a body of the type %s",
    async (type) => {
      const headers = { "content-type": type };
      const body = new URLSearchParams({ ...machineForm, client_id: machine.clientId }).toString();
      const answer = await answerOf(await fetch(url(), { method: "POST", headers, body }));
      await expectOAuthFailure(server, answer, { cause: "notAForm", error: "invalid_request" });
    },
  );

  test("refuses a request without a body", async () => {
    const answer = await answerOf(await fetch(url(), { method: "POST" }));
    await expectOAuthFailure(server, answer, { cause: "notAForm", error: "invalid_request" });
  });

  test("refuses parameters in the URL, whatever the body says (TK-17)", async () => {
    const { clientId, clientSecret } = machine;
    const path = `/oauth2/token?client_secret=${clientSecret}`;
    const answer = await postForm(server, path, { ...machineForm, client_id: clientId });
    await expectOAuthFailure(server, answer, { cause: "parametersInUrl", error: "invalid_request" });
    expect(answer.text).not.toContain(clientSecret);
  });

  test("refuses a parameter that comes twice", async () => {
    const answer = await ask("grant_type=client_credentials&grant_type=client_credentials");
    await expectOAuthFailure(server, answer, { cause: "parameterRepeated", error: "invalid_request" });
    expect(answer.body.error_description).toContain("grant_type");
  });

  test.each(["", "grant_type=", "scope=api/read"])(
    "asks for grant_type when the body is %j (TK-11)",
    async (form) => {
      const answer = await ask(form);
      await expectOAuthFailure(server, answer, { cause: "parameterMissing", error: "invalid_request" });
      expect(answer.body.error_description).toContain("grant_type");
    },
  );

  test.each(["password", "foo", "implicit", "__proto__", "AUTHORIZATION_CODE"])(
    "has no grant type %s (TK-11, TK-12)",
    async (grant_type) => {
      const answer = await askToken(server, machine, { grant_type, username: "ada", password: "x" });
      await expectOAuthFailure(server, answer, {
        cause: "grantTypeUnknown",
        error: "unsupported_grant_type",
      });
    },
  );

  test("names the grant type before it looks at the client", async () => {
    const answer = await ask({ grant_type: "foo", client_id: "nobody" });
    expect(answer.body.error).toBe("unsupported_grant_type");
  });

  test("answers a preflight, so that a browser app may ask", async () => {
    const headers = {
      origin: "https://app.example.com",
      "access-control-request-method": "POST",
      "access-control-request-headers": "content-type",
    };
    const { status, headers: answered } = await fetch(url(), { method: "OPTIONS", headers });
    expect(status).toBe(204);
    expect(answered.get("access-control-allow-origin")).toBe("*");
    expect(answered.get("access-control-allow-methods")).toBe("POST");
    expect(answered.get("access-control-allow-headers")).toBe("content-type");
    expect(answered.get("access-control-allow-credentials")).toBeNull();
    // RFC 9110 §8.6.
    expect(answered.get("content-length")).toBeNull();
  });
});

describe("who asks", () => {
  test("a client authenticates by Basic or in the body, and nobody keeps the answer (TK-06)", async () => {
    const { clientId, clientSecret } = machine;
    const byHeader = await ask(machineForm, basic(clientId, clientSecret));
    const inBody = await ask({ ...machineForm, client_id: clientId, client_secret: clientSecret });
    const both = await ask({ ...machineForm, client_id: clientId }, basic(clientId, clientSecret));
    for (const { status, headers } of [byHeader, inBody, both]) {
      expect(status).toBe(200);
      expectOAuthHeaders(headers);
      expect(headers.get("x-amz-cognito-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  test("a secret has more than 256 bits, and no two are the same (CA-01)", async () => {
    const other = await createClient(server, UserPoolId, machineClient);
    // 50 letters of 36 are 258 bits.
    for (const { clientSecret } of [machine, other]) expect(clientSecret).toMatch(/^[a-z0-9]{50,64}$/);
    expect(other.clientSecret).not.toBe(machine.clientSecret);
  });

  test("a public client needs no secret", async () => {
    const { body } = await askToken(server, publicClient, {
      grant_type: "refresh_token",
      refresh_token: "x",
    });
    expect(body.error).toBe("invalid_grant");
  });

  test("Basic credentials are form-decoded (TK-10)", async () => {
    const encode = (text: string) => [...text].map((each) => `%${each.charCodeAt(0).toString(16)}`).join("");
    const { clientId, clientSecret } = machine;
    expect((await ask(machineForm, basic(encode(clientId), encode(clientSecret)))).status).toBe(200);
    const wrong = await ask(machineForm, basic(`${clientId}%3A`, clientSecret));
    expect(wrong.body.error).toBe("invalid_client");
  });

  test("a plus sign of a secret stands for itself, encoded or not (TK-10)", async () => {
    const { clientId } = await createClient(server, UserPoolId, machineClient);
    const ClientSecret = "a+secret+of+its+owners+choice";
    await server.admin.send(
      new AddUserPoolClientSecretCommand({ UserPoolId, ClientId: clientId, ClientSecret }),
    );
    for (const sent of [ClientSecret, encodeURIComponent(ClientSecret)]) {
      expect((await ask(machineForm, basic(clientId, sent))).status).toBe(200);
    }
  });

  test("nobody has an unknown client id", async () => {
    const answer = await ask({ ...machineForm, client_id: "x".repeat(26) });
    await expectOAuthFailure(server, answer, { cause: "clientUnknown", error: "invalid_client" });
    expect(answer.headers.get("www-authenticate")).toBeNull();
  });

  test("a request must name its client", async () => {
    const answer = await ask(machineForm);
    await expectOAuthFailure(server, answer, { cause: "clientMissing", error: "invalid_client" });
  });

  test("a client authenticates once (TK-09)", async () => {
    const { clientId, clientSecret } = machine;
    const answer = await ask({ ...machineForm, client_secret: clientSecret }, basic(clientId, clientSecret));
    await expectOAuthFailure(server, answer, {
      cause: "clientAuthenticationRepeated",
      error: "invalid_request",
    });
  });

  test.each(["Basic", "Basic !!", "Basic Og==", "Bearer abc", "Basic //8=", "Basic JTo="])(
    "the header %j is not Basic authentication",
    async (authorization) => {
      const answer = await ask(machineForm, { authorization });
      await expectOAuthFailure(server, answer, { cause: "authorizationMalformed", error: "invalid_client" });
    },
  );

  test("header and body must name the same client", async () => {
    const form = { ...machineForm, client_id: publicClient.clientId };
    const answer = await ask(form, basic(machine.clientId, machine.clientSecret));
    await expectOAuthFailure(server, answer, { cause: "clientIdsDiffer", error: "invalid_request" });
  });

  test("the explanation of a failure names client and pool, however the client said who it is", async () => {
    const { clientId, clientSecret } = await createClient(server, UserPoolId, {
      ...codeClient,
      GenerateSecret: true,
    });
    const form = { grant_type: "authorization_code", code: "x", redirect_uri: "x" };
    for (const { body } of [
      await ask(form, basic(clientId, clientSecret)),
      await ask({ ...form, client_id: clientId, client_secret: clientSecret }),
    ]) {
      const { Explanation } = await callOwn(server, "ExplainRequest", { RequestId: body.request_id ?? "" });
      expect(Explanation.Paragraph).toContain(clientId);
      expect(Explanation.Paragraph).toContain(UserPoolId);
      expect(Explanation.Paragraph).not.toContain(clientSecret);
    }
  });

  test("a client with a secret must send it, for every grant", async () => {
    for (const grant_type of ["client_credentials", "refresh_token", "authorization_code"]) {
      const answer = await ask({ grant_type, client_id: machine.clientId });
      await expectOAuthFailure(server, answer, { cause: "clientSecretMissing", error: "invalid_client" });
      expect(answer.body.error_description).toContain("invalid_client_secret");
    }
  });

  test("a wrong secret by Basic is told how to authenticate (TK-08)", async () => {
    const answer = await ask(machineForm, basic(machine.clientId, "wrong"));
    await expectOAuthFailure(server, answer, { cause: "clientSecretWrong", error: "invalid_client" });
    expect(answer.headers.get("www-authenticate")).toMatch(/^Basic /);
    const inBody = await ask({ ...machineForm, client_id: machine.clientId, client_secret: "wrong" });
    expect(inBody.body.error).toBe("invalid_client");
    expect(inBody.headers.get("www-authenticate")).toBeNull();
  });

  test("a public client must not send a secret (CA-05)", async () => {
    const { clientId } = publicClient;
    const form = { grant_type: "refresh_token", refresh_token: "x" };
    for (const answer of [
      await ask({ ...form, client_id: clientId, client_secret: "made-up" }),
      await ask(form, basic(clientId, "made-up")),
    ]) {
      await expectOAuthFailure(server, answer, { cause: "clientSecretNotExpected", error: "invalid_client" });
      expect(answer.body.error_description).toContain("client_secret_not_required");
    }
  });

  test("an empty secret by Basic is a public client's id alone (RFC 6749 §2.3.1)", async () => {
    const form = { grant_type: "refresh_token", refresh_token: "x" };
    expect((await ask(form, basic(publicClient.clientId, ""))).body.error).toBe("invalid_grant");
    const answer = await ask(machineForm, basic(machine.clientId, ""));
    await expectOAuthFailure(server, answer, { cause: "clientSecretMissing", error: "invalid_client" });
  });

  test("twenty wrong secrets within a minute throttle their sender, for a minute (CA-07)", async () => {
    const client = await createClient(server, UserPoolId, machineClient);
    for (let i = 0; i < 20; i++) {
      expect((await ask(machineForm, basic(client.clientId, `wrong ${i}`))).status).toBe(400);
    }
    const answer = await askToken(server, client, machineForm);
    await expectOAuthFailure(server, answer, {
      cause: "clientThrottled",
      error: "invalid_client",
      status: 429,
    });
    expect(answer.headers.get("retry-after")).toBe("60");
    expect((await askToken(server, machine, machineForm)).status).toBe(200);
    server.advance(60);
    expect((await askToken(server, client, machineForm)).status).toBe(200);
  });

  test("two secrets are valid at once, until the older one is deleted (CA-06)", async () => {
    const client = await createClient(server, UserPoolId, machineClient);
    const ids = { UserPoolId, ClientId: client.clientId };
    server.advance(1);
    const { ClientSecretDescriptor } = await server.admin.send(new AddUserPoolClientSecretCommand(ids));
    const renewed = { ...client, clientSecret: ClientSecretDescriptor?.ClientSecretValue ?? "" };
    expect((await askToken(server, client, machineForm)).status).toBe(200);
    expect((await askToken(server, renewed, machineForm)).status).toBe(200);

    const { ClientSecrets = [] } = await server.admin.send(new ListUserPoolClientSecretsCommand(ids));
    const older = ClientSecrets.find(
      ({ ClientSecretId }) => ClientSecretId !== ClientSecretDescriptor?.ClientSecretId,
    );
    await server.admin.send(
      new DeleteUserPoolClientSecretCommand({ ...ids, ClientSecretId: older?.ClientSecretId ?? "" }),
    );
    const answer = await askToken(server, client, machineForm);
    await expectOAuthFailure(server, answer, { cause: "clientSecretWrong", error: "invalid_client" });
    expect((await askToken(server, renewed, machineForm)).status).toBe(200);
  });

  test("a client that was deleted is unknown at once (TK-18)", async () => {
    const client = await createClient(server, UserPoolId, machineClient);
    expect((await askToken(server, client, machineForm)).status).toBe(200);
    await server.admin.send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId: client.clientId }));
    const answer = await askToken(server, client, machineForm);
    await expectOAuthFailure(server, answer, { cause: "clientUnknown", error: "invalid_client" });
  });

  test("a client set up for something else may not use a grant (TK-11)", async () => {
    const passwordOnly = await createClient(server, UserPoolId, {
      GenerateSecret: true,
      ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
    });
    for (const grant_type of ["client_credentials", "authorization_code", "refresh_token"]) {
      const form = { grant_type, code: "x", redirect_uri: "x", refresh_token: "x" };
      const answer = await askToken(server, passwordOnly, form);
      await expectOAuthFailure(server, answer, { cause: "grantNotAllowed", error: "unauthorized_client" });
    }
  });
});

test("every cause of this chapter has been told", () => expectEveryCauseTold("clients"));
