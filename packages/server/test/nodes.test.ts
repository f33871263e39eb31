/** Three servers on one PostgreSQL database: what one of them did holds on the others. */
import {
  AdminCreateUserCommand,
  AdminUserGlobalSignOutCommand,
  DeleteUserPoolClientCommand,
  DeleteUserPoolCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  UpdateUserPoolClientCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { poolId as toPoolId } from "../src/core/ids.ts";
import { findPostgres } from "./postgres/databases.ts";
import { askToken, askUserInfo, type FormAnswer, refresh } from "./support/oauth.ts";
import { initiate, told, wrongPassword } from "./support/password-flow.ts";
import {
  codeClient,
  createApi,
  createClient,
  createPerson,
  createPool,
  machineClient,
  password,
  type TestClient,
  type TestPerson,
} from "./support/pool.ts";
import { startTestNodes, type TestNodes, type TestServer } from "./support/server.ts";
import { issueCode, redeem, signInByCode, signInByPassword } from "./support/sign-in.ts";
import { outcomes, signUp } from "./support/sign-up.ts";

describe.skipIf((await findPostgres(18)) === undefined)("nodes of one house", () => {
  let house: TestNodes;
  let one: TestServer;
  let two: TestServer;
  let poolId: string;
  let client: TestClient;
  let ada: TestPerson;

  beforeAll(async () => {
    house = await startTestNodes(3);
    [one, two] = house.nodes as [TestServer, TestServer];
    poolId = await createPool(one);
    await createApi(one, poolId);
    client = await createClient(one, poolId, { ...codeClient, ExplicitAuthFlows });
    ada = await createPerson(one, poolId, "ada");
  });
  afterAll(() => house.close());

  const ExplicitAuthFlows: "ALLOW_USER_PASSWORD_AUTH"[] = ["ALLOW_USER_PASSWORD_AUTH"];
  /** So many requests at once, dealt to the nodes in turn. */
  const atOnce = <T>(count: number, ask: (node: TestServer) => Promise<T>): Promise<T[]> =>
    Promise.all(
      Array.from({ length: count }, (_, index) => ask(house.nodes[index % house.nodes.length] ?? one)),
    );
  const rotatingClient = (): Promise<TestClient> => {
    const RefreshTokenRotation = { Feature: "ENABLED" as const, RetryGracePeriodSeconds: 0 };
    return createClient(one, poolId, { ...codeClient, ExplicitAuthFlows, RefreshTokenRotation });
  };
  const succeeded = (answers: readonly FormAnswer[]) => answers.filter(({ status }) => status === 200);

  test("a sign-in of one is good on another: tokens open, refresh and sign out there", async () => {
    const scopes = ["openid", "aws.cognito.signin.user.admin"];
    const tokens = await signInByCode(one, { poolId, client, person: ada, scopes });
    expect((await askUserInfo(two, tokens.accessToken)).status).toBe(200);
    const { status, body } = await refresh(two, client, tokens.refreshToken);
    expect(status).toBe(200);
    expect((await askUserInfo(one, body.access_token ?? "")).status).toBe(200);
  });

  test("RT-08: GlobalSignOut on one node ends the sign-in on the other with its answer", async () => {
    const tokens = await signInByPassword(one, client, ada);
    expect((await refresh(two, client, tokens.refreshToken)).status).toBe(200);
    await one.admin.send(new GlobalSignOutCommand({ AccessToken: tokens.accessToken }));
    expect((await refresh(two, client, tokens.refreshToken)).body.error).toBe("invalid_grant");
    expect((await askUserInfo(two, tokens.accessToken)).status).toBe(401);

    const later = await signInByPassword(two, client, ada);
    await one.admin.send(new AdminUserGlobalSignOutCommand({ UserPoolId: poolId, Username: "ada" }));
    expect((await refresh(two, client, later.refreshToken)).body.error).toBe("invalid_grant");
  });

  test("TK-01: of fifty redemptions of a code over three nodes one brings tokens", async () => {
    const code = await issueCode(one, { poolId, client, person: ada });
    expect(succeeded(await atOnce(50, (node) => redeem(node, client, code)))).toHaveLength(1);
  });

  test("RT-02: of fifty refreshes with a rotating token one succeeds, and the reuse ends it everywhere", async () => {
    const rotating = await rotatingClient();
    const first = await signInByCode(one, { poolId, client: rotating, person: ada });
    const winners = succeeded(await atOnce(50, (node) => refresh(node, rotating, first.refreshToken)));
    expect(winners).toHaveLength(1);
    const successor = winners[0]?.body.refresh_token ?? "";
    for (const node of house.nodes) {
      expect((await refresh(node, rotating, successor)).body.error).toBe("invalid_grant");
    }
  });

  test("RT-02: without a grace period a node whose clock is behind takes a spent token for no retry", async () => {
    const ahead = await rotatingClient();
    const first = await signInByCode(one, { poolId, client: ahead, person: ada });
    one.clock.advance(5000);
    expect((await refresh(one, ahead, first.refreshToken)).status).toBe(200);
    expect((await refresh(two, ahead, first.refreshToken)).body.error).toBe("invalid_grant");
    for (const node of house.nodes) if (node !== one) node.clock.advance(5000);
  });

  test("a pool made by a node whose clock is ahead signs people in at once on one whose clock is behind", async () => {
    for (const node of house.nodes) if (node !== two) node.advance(5);
    const pool = await createPool(one);
    const app = await createClient(one, pool, { ...codeClient, ExplicitAuthFlows });
    const dora = await createPerson(one, pool, "dora");
    const { accessToken } = await signInByPassword(two, app, dora);
    expect(await told(two.admin.send(new GetUserCommand({ AccessToken: accessToken })))).toBe("ok");
    two.advance(5);
  });

  test("AC-02: of a hundred wrong passwords over three nodes five are looked at", async () => {
    await createPerson(one, poolId, "bea");
    const guess = (node: TestServer) =>
      told(initiate(node, client.clientId, { USERNAME: "bea", PASSWORD: wrongPassword }));
    const answers = await atOnce(100, guess);
    expect(answers.filter((answer) => answer === "Password attempts exceeded")).toHaveLength(95);
    const right = { USERNAME: "bea", PASSWORD: password };
    for (const node of house.nodes) {
      expect(await told(initiate(node, client.clientId, right))).toBe("Password attempts exceeded");
    }
  });

  test("twenty right passwords at once over three nodes all sign in", async () => {
    await createPerson(one, poolId, "cleo");
    const right = { USERNAME: "cleo", PASSWORD: password };
    const answers = await atOnce(20, (node) => told(initiate(node, client.clientId, right)));
    expect(new Set(answers)).toEqual(new Set(["ok"]));
  });

  test("a client that one node changed or deleted is changed or gone on the others within a second", async () => {
    const machine = await createClient(one, poolId, machineClient);
    const ask = async () => {
      const { body } = await askToken(two, machine, { grant_type: "client_credentials" });
      return body.error ?? body.scope;
    };
    expect(await ask()).toBe("api/read api/write");
    const { GenerateSecret: _, ...settings } = machineClient;
    const changed = { ...settings, AllowedOAuthScopes: ["api/read"] };
    await one.admin.send(
      new UpdateUserPoolClientCommand({ UserPoolId: poolId, ClientId: machine.clientId, ...changed }),
    );
    await expect.poll(ask, { timeout: 20_000 }).toBe("api/read");
    await one.admin.send(new DeleteUserPoolClientCommand({ UserPoolId: poolId, ClientId: machine.clientId }));
    await expect.poll(ask, { timeout: 20_000 }).toBe("invalid_client");
  });

  test("nobody is left behind in a pool that another node has deleted a moment ago", async () => {
    const UserPoolId = await createPool(one);
    const { clientId } = await createClient(one, UserPoolId, { ...codeClient, ExplicitAuthFlows });
    await signUp(two, clientId, "eve");
    // So that two has looked for changes just now, and takes the pool out of its cache.
    await two.world.store.read.pools.find(toPoolId(UserPoolId));
    await one.admin.send(new DeleteUserPoolCommand({ UserPoolId }));
    const create = new AdminCreateUserCommand({ UserPoolId, Username: "finn", MessageAction: "SUPPRESS" });
    const late = [signUp(two, clientId, "gil"), two.admin.send(create)];
    expect(await outcomes(late)).toEqual({ ResourceNotFoundException: 2 });
    expect(await one.world.store.read.users.countAbout(toPoolId(UserPoolId))).toBe(0);
  });

  test("RT-02: a spent token is refused by a node whose clock is behind the one that rotated it", async () => {
    const settings = { ...codeClient, ExplicitAuthFlows };
    const strictly = { Feature: "ENABLED" as const, RetryGracePeriodSeconds: 0 };
    const patiently = { ...strictly, RetryGracePeriodSeconds: 60 };
    const strict = await createClient(one, poolId, { ...settings, RefreshTokenRotation: strictly });
    const patient = await createClient(one, poolId, { ...settings, RefreshTokenRotation: patiently });
    const [spent, tried] = [
      await signInByPassword(one, strict, ada),
      await signInByPassword(one, patient, ada),
    ];
    one.advance(30);
    const first = await refresh(one, strict, spent.refreshToken);
    expect(first.status).toBe(200);
    expect((await refresh(two, strict, spent.refreshToken)).body.error).toBe("invalid_grant");
    expect((await refresh(one, strict, first.body.refresh_token ?? "")).body.error).toBe("invalid_grant");
    // Where a retry is allowed it still is.
    expect((await refresh(one, patient, tried.refreshToken)).status).toBe(200);
    expect((await refresh(two, patient, tried.refreshToken)).status).toBe(200);
  });
});
