/** The endpoints of OAuth and the pages, with canaries in whatever they take: by people and apps that do right, and by those that do not. */
import {
  AdminCreateUserCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { routes } from "../../../src/http/routes.ts";
import type { Browser } from "../browser.ts";
import {
  answerOf,
  browserOf,
  callback,
  challenge,
  queryOf,
  type Stage,
  signIn,
  verifier,
} from "../hosted.ts";
import { byMail, newAccount, toForgotPassword, toSignUp } from "../hosted-accounts.ts";
import { lastCode, otherThan } from "../inbox.ts";
import { callUnsigned } from "../json-call.ts";
import { askRevoke, askToken, askUserInfo, type Form, refresh } from "../oauth.ts";
import { callOwn } from "../own-operations.ts";
import { passwordClient } from "../people.ts";
import {
  codeClient,
  createApi,
  createClient,
  createPerson,
  createPool,
  machineClient,
  password,
  type TestClient,
} from "../pool.ts";
import type { TestServer } from "../server.ts";
import { secretHash } from "../sign-in.ts";
import { createSrpClient } from "../srp-client.ts";
import type { TriggerFunction, TriggerHost } from "../trigger-host.ts";
import { arnOf, poolWithTriggers } from "../trigger-pool.ts";

/** Everything that a door takes, as a browser or an app that has lost its way might send it. */
const strays: Form = {
  access_token: "stray-canary-access-token",
  client_id: "stray-canary-client-id",
  client_secret: "stray-canary-client-secret",
  code: "stray-canary-code",
  code_verifier: "stray-canary-verifier",
  confirmPassword: "Stray-Canary-Password-1",
  csrf: "stray-canary-csrf",
  flow: "stray-canary-flow",
  id_token_hint: "stray-canary-id-token",
  login_hint: "stray-canary@example.com",
  newPassword: "Stray-Canary-Password-1",
  nonce: "stray-canary-nonce",
  password: "Stray-Canary-Password-1",
  refresh_token: "stray-canary-refresh-token",
  state: "stray-canary-state",
  token: "stray-canary-token",
  username: "stray-canary-name",
};

const ada = "ada-canary@example.com";
const asked = {
  state: "state-canary-of-ada",
  nonce: "nonce-canary-of-ada",
  login_hint: ada,
};
const pkce = { code_challenge: challenge, code_challenge_method: "S256" };
const wrong = "Wrong-Canary-Horse-7";
const next = "Another-Canary-Horse-8";

export interface Doors {
  readonly stage: Stage;
  readonly machine: TestClient;
}

export async function openDoors(server: TestServer): Promise<Doors> {
  const poolId = await createPool(server, byMail);
  await createApi(server, poolId);
  const machine = await createClient(server, poolId, machineClient);
  const client = await createClient(server, poolId, {
    ...codeClient,
    AllowedOAuthFlows: ["code", "implicit"],
    GenerateSecret: true,
    ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH"],
    RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 30 },
  });
  const person = await createPerson(server, poolId, ada, { email_verified: "true" });
  return { stage: { server, poolId, client, person }, machine };
}

/** As people and apps use them, with the mistakes that they make. */
export async function useDoors({ stage, machine }: Doors): Promise<void> {
  const browser = browserOf(stage);
  await comeIn(stage, browser);
  await useTokens(stage, browser);
  const metadata = JSON.stringify({ way: "metadata-canary" });
  await askToken(stage.server, machine, { grant_type: "client_credentials", aws_client_metadata: metadata });
  await askToken(
    stage.server,
    { ...machine, clientSecret: "a-wrong-canary-secret" },
    { grant_type: "client_credentials" },
  );
  await swapIdAndSecret(stage);
  await makeAnAccount(stage);
  await recover(stage);
  await beInvited(stage);
  await proveThePassword(stage, wrong);
  await proveThePassword(stage, password);
  await lookAfterTheAccount(stage, browser);
}

async function comeIn(stage: Stage, browser: Browser): Promise<void> {
  const { username } = stage.person;
  const login = await browser.visit(`/oauth2/authorize?${queryOf(stage, asked)}`);
  await browser.submit(login, { username, password: wrong });
  await browser.submit(login, { username: "nobody-canary-here", password: wrong });
  // Into the wrong field.
  await browser.submit(login, { username: wrong, password: wrong });
  await callUnsigned(stage.server, "InitiateAuth", {
    ClientId: stage.client.clientId,
    AuthFlow: "USER_PASSWORD_AUTH",
    AuthParameters: { USERNAME: wrong, PASSWORD: wrong, ...secretHash(stage.client, wrong) },
  });
  await browser.post("/login", { username, password, csrf: "a-foreign-canary-csrf" });
  await signIn(stage, browser, { ...asked, response_type: "token", scope: "openid" });
}

async function useTokens(stage: Stage, browser: Browser): Promise<void> {
  const { server, client } = stage;
  const redeem = (code: string, form: Form = {}) =>
    askToken(server, client, { grant_type: "authorization_code", code, redirect_uri: callback, ...form });
  const codeOf = async () => {
    const page = await browser.visit(
      `/oauth2/authorize?${queryOf(stage, { ...asked, ...pkce, login_hint: undefined })}`,
    );
    return answerOf(page)["code"] ?? "";
  };
  await redeem(await codeOf(), { code_verifier: `wrong-${verifier}` });
  const code = await codeOf();
  const { body } = await redeem(code, { code_verifier: verifier });
  const { access_token = "", id_token = "", refresh_token = "" } = body;
  await askUserInfo(server, access_token);
  await askUserInfo(server, `${access_token}x`);
  const { body: renewed } = await refresh(server, client, refresh_token);
  await refresh(server, client, `${renewed.refresh_token}x`);
  await browser.get(
    `/logout?${new URLSearchParams({ id_token_hint: id_token, client_id: client.clientId, state: asked.state })}`,
  );
  await redeem(code, { code_verifier: verifier });
  await askRevoke(server, client, { token: renewed.refresh_token ?? "" });
  await askRevoke(server, { ...client, clientSecret: "a-wrong-canary-secret" }, { token: id_token });
  await refresh(server, client, renewed.refresh_token ?? "");
}

/** In the header, and in the body. */
async function swapIdAndSecret({ server, client }: Stage): Promise<void> {
  const form = { grant_type: "refresh_token", refresh_token: "none" };
  await askToken(server, { clientId: client.clientSecret, clientSecret: client.clientId }, form);
  await askToken(server, { clientId: client.clientSecret, clientSecret: "" }, form);
}

async function makeAnAccount(stage: Stage): Promise<void> {
  const email = "new-canary@example.com";
  const browser = browserOf(stage);
  const form = await toSignUp(stage, browser);
  await browser.submit(form, newAccount(email, "short"));
  const page = await browser.submit(form, newAccount(email, next));
  const code = await lastCode(stage.server, email);
  await browser.submit(page, { code: otherThan(code) });
  await browser.submit(page, { code });
}

async function recover(stage: Stage): Promise<void> {
  const browser = browserOf(stage);
  const page = await browser.submit(await toForgotPassword(stage, browser), {
    username: stage.person.username,
  });
  const code = await lastCode(stage.server, ada);
  await browser.submit(page, { code: otherThan(code), newPassword: next, confirmPassword: next });
  await browser.submit(page, { code, newPassword: "short", confirmPassword: "short" });
  await browser.submit(page, { code, newPassword: password, confirmPassword: password });
}

/** With a password that the house makes up. */
async function beInvited({ server, poolId }: Stage): Promise<void> {
  const invitation = { Username: "invited-canary@example.com", DesiredDeliveryMediums: ["EMAIL" as const] };
  await server.admin.send(new AdminCreateUserCommand({ UserPoolId: poolId, ...invitation }));
}

async function lookAfterTheAccount(stage: Stage, browser: Browser): Promise<void> {
  await signIn(stage, browser, { prompt: "login" });
  const own = (path: string) => browser.visit(`${path}?${queryOf(stage)}`);
  await browser.submit(await own("/account/password"), {
    password: wrong,
    newPassword: next,
    confirmPassword: next,
  });
  await browser.submit(await own("/account/email"), { "userAttributes.email": "changed-canary@example.com" });
  await browser.submit(await own("/account/app"), { code: "123456" });
}

/** By SRP. */
async function proveThePassword({ server, client, poolId }: Stage, given: string): Promise<void> {
  const srp = createSrpClient();
  const hashed = (name: string) => secretHash(client, name);
  const AuthParameters = { USERNAME: ada, SRP_A: srp.start(), ...hashed(ada) };
  const { ChallengeParameters } = await server.admin.send(
    new InitiateAuthCommand({ ClientId: client.clientId, AuthFlow: "USER_SRP_AUTH", AuthParameters }),
  );
  const USERNAME = ChallengeParameters?.["USER_ID_FOR_SRP"] ?? "";
  const claim = srp.answer(ChallengeParameters, given, poolId, server.clock.now());
  const ChallengeResponses = { USERNAME, ...hashed(USERNAME), ...claim };
  const answer = {
    ClientId: client.clientId,
    ChallengeName: "PASSWORD_VERIFIER" as const,
    ChallengeResponses,
  };
  await server.admin.send(new RespondToAuthChallengeCommand(answer)).catch(() => undefined);
}

/** A webhook with a secret of its own, where nobody answers. */
export async function useWebhook(server: TestServer): Promise<void> {
  const TriggerArn = arnOf("canary");
  const UserPoolId = await createPool(server, { LambdaConfig: { PreAuthentication: TriggerArn } });
  const Secret = `whsec_${Buffer.from("webhook-canary-of-a-pool").toString("base64")}`;
  const Targets = [{ TriggerArn, Webhook: { Url: "http://127.0.0.1:1/canary", Secret } }];
  await callOwn(server, "SetUserPoolTriggerTargets", { UserPoolId, Targets });
  await callOwn(server, "DescribeUserPoolTriggerTargets", { UserPoolId });
  const ClientId = await passwordClient(server, UserPoolId);
  await createPerson(server, UserPoolId, "hooked-canary-person");
  const AuthParameters = { USERNAME: "hooked-canary-person", PASSWORD: password };
  await callUnsigned(server, "InitiateAuth", { ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters });
}

/** Functions that answer nonsense, made of what they were given. */
export async function useTriggers(server: TestServer, host: TriggerHost): Promise<void> {
  const repeating: TriggerFunction = (event) => ({ ...event, response: { [JSON.stringify(event)]: event } });
  const wrongly: TriggerFunction = (event) => {
    const all = JSON.stringify(event);
    return {
      ...event,
      response: {
        userAttributes: all,
        finalUserStatus: all,
        autoConfirmUser: all,
        claimsOverrideDetails: all,
      },
    };
  };
  const pool = await poolWithTriggers(server, host, {
    UserMigration: repeating,
    PreSignUp: repeating,
    V1_0: repeating,
  });
  await createPerson(server, pool.poolId, "known-canary-person");
  const ClientId = await passwordClient(server, pool.poolId);
  const ClientMetadata = { way: "metadata-canary" };
  const attempt = async () => {
    for (const USERNAME of ["known-canary-person", "moved-canary-person"]) {
      const AuthParameters = { USERNAME, PASSWORD: USERNAME.startsWith("known") ? password : wrong };
      await callUnsigned(server, "InitiateAuth", {
        ClientId,
        AuthFlow: "USER_PASSWORD_AUTH",
        AuthParameters,
        ClientMetadata,
      });
    }
    await callUnsigned(server, "SignUp", {
      ClientId,
      Username: "new-canary-person",
      Password: next,
      ClientMetadata,
    });
  };
  await attempt();
  for (const trigger of ["UserMigration", "PreSignUp", "V1_0"] as const) pool.set(trigger, wrongly);
  await attempt();
}

/** Every route by every method, with everything that none of them should be given. */
export async function stray({ stage }: Doors): Promise<void> {
  const browser = browserOf(stage);
  await browser.visit(`/oauth2/authorize?${queryOf(stage, asked)}`);
  const query = new URLSearchParams(strays).toString();
  for (const { path } of routes) {
    const place = path.replace(":poolId", stage.poolId).replace(/:\w+/g, "stray-canary-part");
    await browser.get(`${place}?${query}`, { authorization: "Bearer stray-canary-bearer" });
    await browser.post(place, strays);
    await browser.post(`${place}?${queryOf(stage)}`, strays, {
      authorization: "Basic c3RyYXktY2FuYXJ5LWJhc2lj",
    });
  }
}
