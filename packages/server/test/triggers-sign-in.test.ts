/** PreAuthentication and PostAuthentication at both doors, and how each of the three failures of a trigger reads. */
import { AdminInitiateAuthCommand, InitiateAuthCommand } from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { poolId, sub } from "../src/core/ids.ts";
import { browserOf, signIn as signInOnPage } from "./support/hosted.ts";
import { expectFailure, passwordClient, refresh, signIn } from "./support/people.ts";
import { codeClient, createClient, createPerson, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { startTriggerHost, type TriggerHost } from "./support/trigger-host.ts";
import { arnOf, denying, poolWithTriggers } from "./support/trigger-pool.ts";

let server: TestServer;
let host: TriggerHost;

beforeAll(async () => {
  server = await startTestServer();
  host = await startTriggerHost();
});
afterAll(async () => {
  await server.close();
  await host.close();
});

const initiate = (ClientId: string, USERNAME: string, metadata: Record<string, string> = {}) =>
  server.admin.send(
    new InitiateAuthCommand({
      ClientId,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME, PASSWORD: password },
      ClientMetadata: metadata,
    }),
  );

describe("a sign-in through the JSON API", () => {
  test("tells both triggers who signs in, and gives the metadata to the first alone", async () => {
    const pass = () => undefined;
    const pool = await poolWithTriggers(server, host, { PreAuthentication: pass, PostAuthentication: pass });
    const ClientId = await passwordClient(server, pool.poolId);
    const ada = await createPerson(server, pool.poolId, "ada", {
      email: "ada@example.com",
      email_verified: "true",
    });
    await initiate(ClientId, "ada", { campaign: "spring" });
    const userAttributes = {
      sub: ada.sub,
      "cognito:user_status": "CONFIRMED",
      email: "ada@example.com",
      email_verified: "true",
    };
    const envelope = {
      version: "1",
      region: "us-east-1",
      userPoolId: pool.poolId,
      userName: "ada",
      callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId: ClientId },
      response: {},
    };
    expect(pool.events("PreAuthentication")).toEqual([
      {
        ...envelope,
        triggerSource: "PreAuthentication_Authentication",
        request: { userAttributes, validationData: { campaign: "spring" }, userNotFound: false },
      },
    ]);
    expect(pool.events("PostAuthentication")).toEqual([
      {
        ...envelope,
        triggerSource: "PostAuthentication_Authentication",
        request: { userAttributes, newDeviceUsed: false, clientMetadata: {} },
      },
    ]);
  });

  test("a refresh is no authentication", async () => {
    const pool = await poolWithTriggers(server, host, { PreAuthentication: () => undefined });
    const ClientId = await passwordClient(server, pool.poolId);
    await createPerson(server, pool.poolId, "ada");
    const { RefreshToken } = await signIn(server, ClientId, "ada");
    await refresh(server, ClientId, RefreshToken);
    expect(pool.events("PreAuthentication")).toHaveLength(1);
  });

  test("PreAuthentication denies before the password is looked at", async () => {
    const pool = await poolWithTriggers(server, host, { PreAuthentication: denying("Closed on Sundays") });
    const ClientId = await passwordClient(server, pool.poolId);
    await createPerson(server, pool.poolId, "ada");
    const text = "PreAuthentication failed with error Closed on Sundays.";
    // More often than wrong passwords would be taken.
    for (let tries = 0; tries < 7; tries += 1) {
      await expectFailure(
        signIn(server, ClientId, "ada", "wrong-Password-1"),
        "UserLambdaValidationException",
        text,
      );
    }
    pool.set("PreAuthentication", () => undefined);
    await signIn(server, ClientId, "ada");
  });

  test("PostAuthentication denies the tokens and leaves no sign-in", async () => {
    const pool = await poolWithTriggers(server, host, { PostAuthentication: denying("Not today.") });
    const ClientId = await passwordClient(server, pool.poolId);
    const ada = await createPerson(server, pool.poolId, "ada");
    await expectFailure(
      signIn(server, ClientId, "ada"),
      "UserLambdaValidationException",
      "PostAuthentication failed with error Not today.",
    );
    const { families } = server.world.store.read;
    expect(await families.listLivingOfUser(poolId(pool.poolId), sub(ada.sub), server.clock.now())).toEqual(
      [],
    );
    await expectFailure(signIn(server, ClientId, "ada", "wrong-Password-1"), "NotAuthorizedException");
    expect(pool.events("PostAuthentication")).toHaveLength(1);
  });

  test("a name nobody has is told to PreAuthentication only where that is hidden", async () => {
    const pool = await poolWithTriggers(server, host, { PreAuthentication: () => undefined });
    const open = await passwordClient(server, pool.poolId);
    const hiding = await passwordClient(server, pool.poolId, { PreventUserExistenceErrors: "ENABLED" });
    await expectFailure(initiate(open, "nobody"), "UserNotFoundException");
    expect(pool.events("PreAuthentication")).toEqual([]);
    await expectFailure(initiate(hiding, "nobody"), "NotAuthorizedException");
    expect(pool.events("PreAuthentication")).toMatchObject([
      { userName: "nobody", request: { userNotFound: true } },
    ]);
  });

  test("an administrator's sign-in asks them too", async () => {
    const pool = await poolWithTriggers(server, host, { PreAuthentication: denying("No") });
    const ClientId = await passwordClient(server, pool.poolId, {
      ExplicitAuthFlows: ["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    });
    await createPerson(server, pool.poolId, "ada");
    const call = server.admin.send(
      new AdminInitiateAuthCommand({
        UserPoolId: pool.poolId,
        ClientId,
        AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME: "ada", PASSWORD: password },
      }),
    );
    await expectFailure(call, "UserLambdaValidationException", "PreAuthentication failed with error No.");
  });
});

describe("what a failing trigger does to a call", () => {
  async function stage() {
    const pool = await poolWithTriggers(server, host, { PreAuthentication: () => undefined });
    const clientId = await passwordClient(server, pool.poolId);
    await createPerson(server, pool.poolId, "ada");
    return { pool, attempt: () => initiate(clientId, "ada") };
  }

  test.each([
    ["Not invited", "PreAuthentication failed with error Not invited."],
    ["Not invited.", "PreAuthentication failed with error Not invited."],
    ["", "PreAuthentication failed with error ."],
  ])("what it throws is told: %j", async (words, message) => {
    const { pool, attempt } = await stage();
    pool.set("PreAuthentication", denying(words));
    await expectFailure(attempt(), "UserLambdaValidationException", message);
  });

  test.each([
    ["nothing", null],
    ["a text", "fine"],
    ["an empty object", {}],
    ["an event without its response", { version: "1" }],
    ["a response that is a list", { response: [] }],
  ])("%s instead of its event cannot be recognised", async (_what, answer) => {
    const { pool, attempt } = await stage();
    pool.set("PreAuthentication", () => answer);
    await expectFailure(attempt(), "InvalidLambdaResponseException", "Unrecognizable lambda output");
  });

  test("an ARN that leads nowhere fails the call, and says nothing about where it leads", async () => {
    const LambdaConfig = { PreAuthentication: arnOf("nowhere") };
    const { poolId } = await poolWithTriggers(server, host, {}, { LambdaConfig });
    const clientId = await passwordClient(server, poolId);
    await createPerson(server, poolId, "ada");
    await expectFailure(
      initiate(clientId, "ada"),
      "UnexpectedLambdaException",
      "PreAuthentication invocation failed due to error ServiceUnavailableException.",
    );
  });
});

describe("a sign-in on the hosted pages", () => {
  async function stage(trigger: "PreAuthentication" | "PostAuthentication") {
    const pool = await poolWithTriggers(server, host, { [trigger]: () => undefined });
    const client = await createClient(server, pool.poolId, codeClient);
    const person = await createPerson(server, pool.poolId, "ada");
    return { pool, stage: { server, poolId: pool.poolId, client, person } };
  }

  test.each(["PreAuthentication", "PostAuthentication"] as const)(
    "%s is asked, and its denial is shown in the form",
    async (trigger) => {
      const { pool, stage: at } = await stage(trigger);
      pool.set(trigger, denying("Closed <on> Sundays"));
      const browser = browserOf(at);
      const page = await signInOnPage(at, browser);
      expect(page.location).toBeUndefined();
      expect(page.html).toContain(">Closed &lt;on> Sundays.<");
      expect(pool.events(trigger)).toMatchObject([
        { userName: "ada", callerContext: { clientId: at.client.clientId } },
      ]);
      // The same form works once the trigger lets people in.
      pool.set(trigger, () => undefined);
      const next = await browser.submit(page, { username: "ada", password });
      expect(next.location).toContain("code=");
    },
  );

  test("going on as who is signed in already is no authentication", async () => {
    const { pool, stage: at } = await stage("PreAuthentication");
    const browser = browserOf(at);
    await signInOnPage(at, browser);
    const again = await browser.visit(
      `/oauth2/authorize?${new URLSearchParams({
        client_id: at.client.clientId,
        redirect_uri: codeClient.CallbackURLs[0] ?? "",
        response_type: "code",
        scope: "openid",
      })}`,
    );
    expect(again.location).toContain("code=");
    expect(pool.events("PreAuthentication")).toHaveLength(1);
  });
});
