/** ExplainRequest: why a request failed, for the holder of a key. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { callHouse } from "./support/house.ts";
import { expectFailure } from "./support/people.ts";
import { createPool } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

async function failedRequest(): Promise<string> {
  const body = new URLSearchParams({ grant_type: "client_credentials", client_id: "nobody" });
  const response = await fetch(`${server.url}/oauth2/token`, { method: "POST", body });
  return (await response.json()).request_id;
}

test("explains a request that failed, in one paragraph", async () => {
  const RequestId = await failedRequest();
  const { Explanation } = await callHouse(server, "ExplainRequest", { RequestId });
  expect(Explanation).toEqual({
    RequestId,
    At: server.clock.now() / 1000,
    Error: "invalid_client",
    Paragraph: expect.stringContaining("no app client has the id nobody"),
  });
});

test("answers ResourceNotFoundException for a request nobody knows", async () => {
  await expectFailure(
    callHouse(server, "ExplainRequest", { RequestId: "nobody" }),
    "ResourceNotFoundException",
  );
});

test("is for keys of the whole house, reading ones too, and not for the key of one pool", async () => {
  const RequestId = await failedRequest();
  const keyFor = async (input: object) => {
    const { AccessKey } = await callHouse(server, "CreateAccessKey", input);
    const { AccessKeyId, SecretAccessKey } = Object(AccessKey);
    return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey };
  };
  const reading = await keyFor({ Scope: "READ_ONLY" });
  expect(await callHouse(server, "ExplainRequest", { RequestId }, reading)).toHaveProperty("Explanation");
  const ofOnePool = await keyFor({ Scope: "POOL", UserPoolId: await createPool(server) });
  await expectFailure(callHouse(server, "ExplainRequest", { RequestId }, ofOnePool), "AccessDeniedException");
});
