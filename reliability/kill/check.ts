/** What must be true after a restart of everything that was acknowledged before it. Each finding is one sentence. */
import { paginateListUsers } from "@aws-sdk/client-cognito-identity-provider";
import { type FormAnswer, refresh } from "../../packages/server/test/support/oauth.ts";
import { type Chain, type Ledger, redeem, type Work } from "./load.ts";

/** Acknowledged and gone; over and still good. */
interface Findings {
  readonly lost: string[];
  readonly twice: string[];
}

type Checked = Pick<Work, "server" | "stage">;

/** The order matters: whoever shows a spent code or token ends the family it came from. */
export async function checkLedger(at: Checked, ledger: Ledger): Promise<Findings> {
  const lost: string[] = [];
  const twice: string[] = [];
  const { plain } = at.stage;
  const names = await everyName(at);
  for (const name of ledger.people) if (!names.has(name)) lost.push(`the person ${name}`);
  for (const token of ledger.families) {
    if (!isGood(await refresh(at.server, plain, token))) lost.push("a sign-in by password");
  }
  for (const { refreshToken } of ledger.redeemed) {
    if (!isGood(await refresh(at.server, plain, refreshToken))) lost.push("a sign-in by code");
  }
  for (const chain of ledger.chains) await checkChain(at, chain, { lost, twice });
  for (const { code, successes } of ledger.raced) if (successes > 1) twice.push(`the raced code ${code}`);
  for (const code of ledger.unanswered) await checkUnanswered(at, code, twice);
  return { lost, twice: [...twice, ...(await checkWhatIsOver(at, ledger))] };
}

/** Of every round, again and again: what is over stays over. */
export async function checkWhatIsOver(at: Checked, ledger: Ledger): Promise<string[]> {
  const twice: string[] = [];
  for (const { code } of [...ledger.redeemed, ...ledger.raced]) {
    if (!isRefused(await redeem(at, code))) twice.push(`the redeemed code ${code}`);
  }
  for (const token of ledger.revoked) {
    if (!isRefused(await refresh(at.server, at.stage.plain, token))) twice.push("a revoked token");
  }
  for (const { client, tokens } of ledger.chains) {
    const spent = tokens.length > 2 ? tokens[0] : undefined;
    if (spent !== undefined && !isRefused(await refresh(at.server, client, spent)))
      twice.push("a spent token");
  }
  return twice;
}

/**
 * The newest token is good: where a rotation of it was under way, the patient client may try it again. The last but one
 * was spent when the newest was acknowledged; the strict client is told so, and the family is over.
 */
async function checkChain({ server, stage }: Checked, { client, tokens }: Chain, { lost, twice }: Findings) {
  const newest = tokens.at(-1) ?? "";
  if (client.clientId === stage.patient.clientId) {
    if (!isGood(await refresh(server, client, newest))) lost.push(`rotation ${tokens.length - 1}`);
    return;
  }
  const spent = tokens.at(-2);
  if (spent === undefined) return;
  if (!isRefused(await refresh(server, client, spent)))
    twice.push(`the token of rotation ${tokens.length - 2}`);
  if (!isRefused(await refresh(server, client, newest))) twice.push("a token of a family that is over");
}

/** Whether the unanswered redemption counted is open; that there is one at most is not. */
async function checkUnanswered(at: Checked, code: string, twice: string[]): Promise<void> {
  const answers = [await redeem(at, code), await redeem(at, code)];
  if (!answers.slice(1).every(isRefused)) twice.push(`the unanswered code ${code}`);
}

async function everyName({ server, stage }: Checked): Promise<ReadonlySet<string>> {
  const names: string[] = [];
  const pages = paginateListUsers({ client: server.admin, pageSize: 60 }, { UserPoolId: stage.poolId });
  for await (const { Users = [] } of pages) names.push(...Users.map(({ Username = "" }) => Username));
  return new Set(names);
}

function isGood({ status }: FormAnswer): boolean {
  return status === 200;
}

/** Refused for what it is, not for some trouble of the server. */
function isRefused({ status, body }: FormAnswer): boolean {
  return status === 400 && body.error === "invalid_grant";
}
