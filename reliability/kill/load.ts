/** Apps and administrators at work. What the server has acknowledged is in the ledger, and nothing else is. */
import {
  AdminCreateUserCommand,
  CognitoIdentityProviderServiceException,
  InitiateAuthCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { type Browser, textOf } from "../../packages/server/test/support/browser.ts";
import { answerOf, authorizePath, callback } from "../../packages/server/test/support/hosted.ts";
import { askRevoke, askToken, type FormAnswer, refresh } from "../../packages/server/test/support/oauth.ts";
import type { TestClient } from "../../packages/server/test/support/pool.ts";
import type { ServerProcess } from "../server-process.ts";
import type { KillStage } from "./stage.ts";

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
  readonly server: Door;
  readonly stage: KillStage;
  readonly browser: Browser;
  readonly ledger: Ledger;
  /** In the names of the people who are created. */
  readonly round: number | string;
}

type Door = Pick<ServerProcess, "url" | "admin">;

export interface Shift {
  /** Asked after every acknowledgement. */
  readonly isOver: () => boolean;
  /** Whether this is what the failure at hand may look like to a client; anything else ends the work. */
  readonly forgives: (error: unknown) => boolean;
}

/** Resolves when the shift is over; rejects when something failed in a way that it may not. */
export async function workThrough(work: Work, shift: Shift): Promise<void> {
  await Promise.all(turnsOf(work).map((turn) => repeat(turn, shift)));
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

async function repeat(turn: () => Promise<void>, { isOver, forgives }: Shift): Promise<void> {
  while (!isOver()) {
    try {
      await turn();
    } catch (error) {
      if (!forgives(error)) throw error;
    }
  }
}

/** The server said 503: it could not do its work, and whether it had done it already is open. */
class NotNow extends Error {}

export function isNotNow(error: unknown): boolean {
  if (error instanceof NotNow) return true;
  return error instanceof CognitoIdentityProviderServiceException && error.$metadata.httpStatusCode === 503;
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
      const begun = { client, tokens: [await signIn(work, client)] };
      work.ledger.chains.push(begun);
      chain = begun;
    } else {
      const current = chain;
      // After a failure it goes on with another sign-in; what came of this rotation is the check's to find out.
      chain = undefined;
      const answer = await refresh(work.server, client, current.tokens.at(-1) ?? "");
      current.tokens.push(goodRefreshToken(answer));
      chain = current;
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
    // One of two that was not answered may have been the one.
    if (answers.some(({ status }) => status === 503)) throw new NotNow();
    work.ledger.unanswered.delete(code);
    work.ledger.raced.push({ code, successes: answers.filter(({ status }) => status === 200).length });
  };
}

function revoking(work: Work): () => Promise<void> {
  return async () => {
    const { refreshToken } = await signInByCode(work);
    const { status, text } = await askRevoke(work.server, work.stage.plain, { token: refreshToken });
    if (status === 503) throw new NotNow(text);
    if (status !== 200) throw new Error(`not revoked: ${text}`);
    work.ledger.revoked.push(refreshToken);
  };
}

export async function signIn(
  { server, stage }: Pick<Work, "server" | "stage">,
  client: TestClient,
): Promise<string> {
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
  if (page.status === 503) throw new NotNow();
  const { code, error } = page.location?.startsWith(callback) ? answerOf(page) : {};
  if (error === "temporarily_unavailable") throw new NotNow();
  if (code === undefined) throw new Error(`no code: ${page.status} ${page.location} ${textOf(page.html)}`);
  ledger.unanswered.add(code);
  return code;
}

export function redeem({ server, stage }: Pick<Work, "server" | "stage">, code: string): Promise<FormAnswer> {
  return askToken(server, stage.plain, { grant_type: "authorization_code", code, redirect_uri: callback });
}

function goodRefreshToken({ status, body, text }: FormAnswer): string {
  if (status === 503) throw new NotNow(text);
  if (status !== 200 || body.refresh_token === undefined) throw new Error(`no refresh token: ${text}`);
  return body.refresh_token;
}
