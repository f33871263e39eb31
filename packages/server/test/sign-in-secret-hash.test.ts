/** AP-10: a client with a secret proves it at every sign-in, before anything is said about the person. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { adminInitiate, initiate, told, wrongPassword } from "./support/password-flow.ts";
import { expectFailure, passwordClient } from "./support/people.ts";
import { createClient, createPerson, createPool, password, type TestClient } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { secretHash } from "./support/sign-in.ts";

let server: TestServer;
let UserPoolId: string;
let ClientId: string;
let secretive: TestClient;

beforeAll(async () => {
  server = await startTestServer();
  UserPoolId = await createPool(server);
  ClientId = await passwordClient(server, UserPoolId);
  const ExplicitAuthFlows = ["ALLOW_USER_PASSWORD_AUTH" as const, "ALLOW_ADMIN_USER_PASSWORD_AUTH" as const];
  secretive = await createClient(server, UserPoolId, { ExplicitAuthFlows, GenerateSecret: true });
  await createPerson(server, UserPoolId, "ada");
});
afterAll(() => server.close());

const parameters = (PASSWORD: string, USERNAME = "ada") => ({ USERNAME, PASSWORD });
const ada = parameters(password);
const signedIn = { AuthenticationResult: { AccessToken: expect.stringMatching(/^eyJ/) } };

describe("AP-10: the secret hash", () => {
  test("proves a client with a secret at both doors", async () => {
    const proved = { ...ada, ...secretHash(secretive, "ada") };
    expect(await initiate(server, secretive.clientId, proved)).toMatchObject(signedIn);
    expect(await adminInitiate(server, UserPoolId, secretive.clientId, proved)).toMatchObject(signedIn);
  });

  test("is missed where it is due", async () => {
    const { clientId } = secretive;
    const message = `Client ${clientId} is configured with secret but SECRET_HASH was not received`;
    await expectFailure(initiate(server, clientId, ada), "NotAuthorizedException", message);
    const signed = adminInitiate(server, UserPoolId, clientId, ada);
    await expectFailure(signed, "NotAuthorizedException", message);
  });

  test("is refused when it is of another name, client or secret, or none at all", async () => {
    const { clientId, clientSecret } = secretive;
    const message = `Unable to verify secret hash for client ${clientId}`;
    const wrong = [
      secretHash(secretive, "eve"),
      secretHash({ clientId: ClientId, clientSecret }, "ada"),
      secretHash({ clientId, clientSecret: `${clientSecret}x` }, "ada"),
      { SECRET_HASH: secretHash(secretive, "ada").SECRET_HASH?.slice(0, -1) ?? "" },
      { SECRET_HASH: clientSecret },
      { SECRET_HASH: "" },
    ];
    for (const hash of wrong) {
      const call = initiate(server, clientId, { ...ada, ...hash });
      await expectFailure(call, "NotAuthorizedException", message);
    }
  });

  test("is refused from a client that has no secret", async () => {
    const call = initiate(server, ClientId, { ...ada, ...secretHash(secretive, "ada") });
    await expectFailure(
      call,
      "NotAuthorizedException",
      `Unable to verify secret hash for client ${ClientId}`,
    );
  });

  test("comes before the password: without it nobody guesses, and nobody is locked out", async () => {
    await createPerson(server, UserPoolId, "target");
    const guess = { ...parameters(wrongPassword, "target"), SECRET_HASH: "x" };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => told(initiate(server, secretive.clientId, guess))),
    );
    expect(new Set(answers)).toEqual(
      new Set([`Unable to verify secret hash for client ${secretive.clientId}`]),
    );
    expect(await told(initiate(server, ClientId, parameters(password, "target")))).toBe("ok");
  });
});
