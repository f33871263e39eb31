/** Everything that ends by itself, with how long it may live and how one finds out whether it still does. */
import {
  GetUserCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Browser } from "../../packages/server/test/support/browser.ts";
import { answerOf, authorizePath, callback } from "../../packages/server/test/support/hosted.ts";
import { askToken, refresh } from "../../packages/server/test/support/oauth.ts";
import {
  codeClient,
  createClient,
  createPerson,
  createPool,
  password,
  type TestClient,
} from "../../packages/server/test/support/pool.ts";
import { browserAt } from "../kill/stage.ts";
import type { ServerProcess } from "../server-process.ts";

export interface LivingThing {
  readonly name: string;
  readonly lifetimeMs: number;
  readonly isAlive: () => Promise<boolean>;
}

export interface ClockHouse {
  readonly server: ServerProcess;
  readonly poolId: string;
  readonly client: TestClient;
}

const minute = 60_000;

export async function openHouse(server: ServerProcess): Promise<ClockHouse> {
  const poolId = await createPool(server, {
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP"] } },
  });
  const client = await createClient(server, poolId, {
    ...codeClient,
    ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_AUTH"],
    AccessTokenValidity: 10,
    IdTokenValidity: 10,
    RefreshTokenValidity: 90,
    TokenValidityUnits: { AccessToken: "minutes", IdToken: "minutes", RefreshToken: "minutes" },
  });
  await createPerson(server, poolId, "ada", { email: "ada@example.com", email_verified: "true" });
  await createPerson(server, poolId, "bea");
  return { server, poolId, client };
}

/** Shortest life first. */
export async function issueAll(house: ClockHouse): Promise<readonly LivingThing[]> {
  const { server, client } = house;
  const browser = await signedIn(house);
  const [page, flow] = [await browser.get(authorizePath(house)), await askForChoice(house)];
  const { code = "" } = answerOf(page);
  const { AccessToken = "", RefreshToken = "" } = (await signIn(house, "ada")) ?? {};
  await lockOut(house);
  const things: LivingThing[] = [
    // The fifth wrong password locks for a second.
    { name: "a lockout", lifetimeMs: 2000, isAlive: async () => (await signIn(house, "bea")) === undefined },
    { name: "a challenge's session", lifetimeMs: 3 * minute, isAlive: () => isAnswered(house, flow) },
    {
      name: "an authorization code",
      lifetimeMs: 5 * minute,
      isAlive: async () => {
        const form = { grant_type: "authorization_code", code, redirect_uri: callback };
        return (await askToken(server, client, form)).status === 200;
      },
    },
    {
      name: "an access token",
      lifetimeMs: 10 * minute,
      isAlive: () => isGood(house, AccessToken),
    },
    {
      name: "a sign-in in a browser",
      lifetimeMs: 60 * minute,
      isAlive: async () => (await browser.get(authorizePath(house))).location?.includes("code=") === true,
    },
    {
      name: "a refresh token",
      lifetimeMs: 90 * minute,
      isAlive: async () => (await refresh(server, client, RefreshToken)).status === 200,
    },
  ];
  // What can be asked more than once: a thing that never lived would always be over in time.
  for (const { name, isAlive, lifetimeMs } of things.filter(({ name }) => lasting.has(name))) {
    if (!(await isAlive())) throw new Error(`${name} did not live ${lifetimeMs} ms from now`);
  }
  return things;
}

const lasting: ReadonlySet<string> = new Set([
  "an access token",
  "a sign-in in a browser",
  "a refresh token",
]);

/** At both doors. */
export async function signInWorks(house: ClockHouse): Promise<boolean> {
  const tokens = await signIn(house, "ada");
  if (!(await isGood(house, tokens?.AccessToken))) return false;
  const page = await (await signedIn(house)).get(authorizePath(house));
  return answerOf(page)["code"] !== undefined;
}

async function signedIn(house: ClockHouse): Promise<Browser> {
  const browser = browserAt(house.server);
  await browser.submit(await browser.visit(authorizePath(house)), { username: "ada", password });
  return browser;
}

async function signIn({ server, client }: ClockHouse, USERNAME: string, PASSWORD = password) {
  const AuthFlow = "USER_PASSWORD_AUTH";
  const input = { ClientId: client.clientId, AuthFlow, AuthParameters: { USERNAME, PASSWORD } } as const;
  try {
    return (await server.admin.send(new InitiateAuthCommand(input))).AuthenticationResult;
  } catch (error) {
    if (error instanceof Error && error.name === "NotAuthorizedException") return undefined;
    throw error;
  }
}

async function isGood({ server }: ClockHouse, AccessToken: string | undefined): Promise<boolean> {
  try {
    await server.admin.send(new GetUserCommand({ AccessToken }));
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === "NotAuthorizedException") return false;
    throw error;
  }
}

async function lockOut(house: ClockHouse): Promise<void> {
  for (let guess = 0; guess < 5; guess += 1) await signIn(house, "bea", "Wrong-Horse-7");
}

async function askForChoice({ server, client }: ClockHouse): Promise<string> {
  const { Session = "" } = await server.admin.send(
    new InitiateAuthCommand({
      ClientId: client.clientId,
      AuthFlow: "USER_AUTH",
      AuthParameters: { USERNAME: "ada" },
    }),
  );
  return Session;
}

async function isAnswered({ server, client }: ClockHouse, Session: string): Promise<boolean> {
  const ChallengeResponses = { USERNAME: "ada", ANSWER: "PASSWORD", PASSWORD: password };
  const input = {
    ClientId: client.clientId,
    ChallengeName: "SELECT_CHALLENGE",
    Session,
    ChallengeResponses,
  } as const;
  try {
    await server.admin.send(new RespondToAuthChallengeCommand(input));
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === "NotAuthorizedException") return false;
    throw error;
  }
}
