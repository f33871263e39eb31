/** Apps and administrators at work. What the server has acknowledged is in the ledger, and nothing else is. */
import { AdminCreateUserCommand, InitiateAuthCommand } from "@aws-sdk/client-cognito-identity-provider";
import type { Browser } from "../support/browser.ts";
import { answerOf, authorizePath, callback } from "../support/hosted.ts";
import { askRevoke, askToken, type FormAnswer, refresh } from "../support/oauth.ts";
import type { TestClient } from "../support/pool.ts";
import type { KillServer, KillStage } from "./stage.ts";

/** One sign-in and its refresh tokens, each gained by spending the one before. */
export interface Chain {
  readonly client: TestClient;
  readonly tokens: string[];
}

interface Redeemed {
  readonly code: string;
  readonly refreshToken: string;
}

export interface Ledger {
  readonly people: string[];
  /** Of sign-ins by password, never rotated. */
  readonly families: string[];
  readonly chains: Chain[];
  readonly redeemed: Redeemed[];
  /** Codes that two redeemed at the same time, and how many were told that they succeeded. */
  readonly raced: { readonly code: string; readonly successes: number }[];
  /** Codes whose redemption nobody answered. */
  readonly unanswered: Set<string>;
  readonly revoked: string[];
}

export function emptyLedger(): Ledger {
  return {
    people: [],
    families: [],
    chains: [],
    redeemed: [],
    raced: [],
    unanswered: new Set(),
    revoked: [],
  };
}

export function countOf({ people, families, chains, redeemed, raced, revoked }: Ledger): number {
  const rotations = chains.reduce((sum, { tokens }) => sum + tokens.length, 0);
  return people.length + families.length + rotations + redeemed.length + raced.length + revoked.length;
}

export interface Work {
  readonly server: KillServer;
  readonly stage: KillStage;
  readonly browser: Browser;
  readonly ledger: Ledger;
  readonly round: number;
}

/** Resolves when the server has been killed; rejects when it failed before. */
export async function workUntilKilled(work: Work, killAfter: number): Promise<void> {
  await Promise.all(turnsOf(work).map((turn) => repeat(work, turn, killAfter)));
}

/** Each is done again and again, by itself. It rejects when it was not acknowledged. */
export function turnsOf(work: Work): readonly (() => Promise<void>)[] {
  const { patient, strict } = work.stage;
  return [
    creating(work),
    signingIn(work),
    rotating(work, patient),
    rotating(work, strict),
    redeeming(work),
    racing(work),
    revoking(work),
  ];
}

async function repeat({ server, ledger }: Work, turn: () => Promise<void>, killAfter: number): Promise<void> {
  try {
    while (!server.isKilled()) {
      await turn();
      if (countOf(ledger) >= killAfter && !server.isKilled()) await server.kill();
    }
  } catch (error) {
    if (!server.isKilled()) throw error;
  }
}

function creating({ server, stage, ledger, round }: Work): () => Promise<void> {
  let index = 0;
  return async () => {
    const Username = `person-${round}-${index++}`;
    await server.admin.send(
      new AdminCreateUserCommand({ UserPoolId: stage.poolId, Username, MessageAction: "SUPPRESS" }),
    );
    ledger.people.push(Username);
  };
}

function signingIn(work: Work): () => Promise<void> {
  return async () => {
    work.ledger.families.push(await signIn(work, work.stage.plain));
  };
}

function rotating(work: Work, client: TestClient): () => Promise<void> {
  let chain: Chain | undefined;
  return async () => {
    if (chain === undefined) {
      chain = { client, tokens: [await signIn(work, client)] };
      work.ledger.chains.push(chain);
    } else {
      const answer = await refresh(work.server, client, chain.tokens.at(-1) ?? "");
      chain.tokens.push(goodRefreshToken(answer));
    }
  };
}

function redeeming(work: Work): () => Promise<void> {
  return async () => {
    work.ledger.redeemed.push(await signInByCode(work));
  };
}

function racing(work: Work): () => Promise<void> {
  return async () => {
    const code = await codeFor(work);
    const answers = await Promise.all([redeem(work, code), redeem(work, code)]);
    work.ledger.unanswered.delete(code);
    work.ledger.raced.push({ code, successes: answers.filter(({ status }) => status === 200).length });
  };
}

function revoking(work: Work): () => Promise<void> {
  return async () => {
    const { refreshToken } = await signInByCode(work);
    const { status, text } = await askRevoke(work.server, work.stage.plain, { token: refreshToken });
    if (status !== 200) throw new Error(`not revoked: ${text}`);
    work.ledger.revoked.push(refreshToken);
  };
}

async function signIn({ server, stage }: Work, client: TestClient): Promise<string> {
  const { username: USERNAME, password: PASSWORD } = stage.person;
  const { AuthenticationResult } = await server.admin.send(
    new InitiateAuthCommand({
      ClientId: client.clientId,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME, PASSWORD },
    }),
  );
  return AuthenticationResult?.RefreshToken ?? "";
}

async function signInByCode(work: Work): Promise<Redeemed> {
  const code = await codeFor(work);
  const refreshToken = goodRefreshToken(await redeem(work, code));
  work.ledger.unanswered.delete(code);
  return { code, refreshToken };
}

/** The browser is signed in already. */
export async function codeFor({ browser, stage, ledger }: Omit<Work, "server" | "round">): Promise<string> {
  const page = await browser.get(authorizePath({ client: stage.plain }));
  const { code } = answerOf(page);
  if (code === undefined) throw new Error(`no code: ${page.location}`);
  ledger.unanswered.add(code);
  return code;
}

export function redeem({ server, stage }: Pick<Work, "server" | "stage">, code: string): Promise<FormAnswer> {
  return askToken(server, stage.plain, { grant_type: "authorization_code", code, redirect_uri: callback });
}

function goodRefreshToken({ status, body, text }: FormAnswer): string {
  if (status !== 200 || body.refresh_token === undefined) throw new Error(`no refresh token: ${text}`);
  return body.refresh_token;
}
