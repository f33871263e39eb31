/** What is good once, and how one tries to have it: each prize is a fresh one, and `claim` may be called as often as one likes. */
import { answerOf, authorizePath, callback } from "../../packages/server/test/support/hosted.ts";
import type { ServerProcess } from "../server-process.ts";
import type { Answer } from "./phone.ts";
import { type RaceStage, type Runner, signInByPage } from "./stage.ts";

/** Nobody knows what became of a claim that was not answered. */
export type Claimed =
  | { readonly kind: "won"; readonly refreshToken: string }
  | { readonly kind: "lost"; readonly said: string }
  /** Locked: whoever it was meant for is locked out for a moment, so that nobody may get it. */
  | { readonly kind: "unanswered" | "locked" }
  /** Neither of these: no kill excuses it. */
  | { readonly kind: "wrong"; readonly what: string };

export type Claim = (node: ServerProcess) => Promise<Claimed>;

/** Both throw when the prize could not be had, as when its node was killed meanwhile. */
export async function authorizationCode(
  node: ServerProcess,
  { client: { clientId } }: RaceStage,
  runner: Runner,
): Promise<Claim> {
  const code = await codeFor(node, clientId, runner);
  const form = { grant_type: "authorization_code", client_id: clientId, code, redirect_uri: callback };
  return (other) => claimed(runner.phone.post(other, "/oauth2/token", form), codeLost);
}

export async function oneTimePassword(
  node: ServerProcess,
  { client: { clientId: ClientId }, messages }: RaceStage,
  { username, phone, number }: Runner,
): Promise<Claim> {
  const sent = messages.nextCode(number);
  const asking = phone.call(node, "InitiateAuth", {
    ClientId,
    AuthFlow: "USER_AUTH",
    AuthParameters: { USERNAME: username, PREFERRED_CHALLENGE: "SMS_OTP" },
  });
  const [{ status, text }, SMS_OTP_CODE] = await Promise.all([asking, sent]);
  if (status !== 200) throw new Error(`no challenge: ${status} ${text}`);
  const { Session } = JSON.parse(text) as { Session: string };
  const answer = {
    ClientId,
    ChallengeName: "SMS_OTP",
    Session,
    ChallengeResponses: { USERNAME: username, SMS_OTP_CODE },
  };
  return (other) => claimed(phone.call(other, "RespondToAuthChallenge", answer), passwordLost);
}

/** What whoever won another race was given: to spend a refresh token twice ends its sign-in, so each has one race in it. */
export function refreshGeneration(
  { client: { clientId: client_id } }: RaceStage,
  { phone }: Runner,
  refresh_token: string,
): Claim {
  const form = { grant_type: "refresh_token", client_id, refresh_token };
  return (other) => claimed(phone.post(other, "/oauth2/token", form), codeLost);
}

/** By the browser's sign-in, which the pages ask for again every hour. */
async function codeFor(node: ServerProcess, clientId: string, runner: Runner): Promise<string> {
  const path = authorizePath({ client: { clientId, clientSecret: "" } });
  const ask = () => runner.phone.get(node, path, { cookie: runner.cookies });
  let page = await ask();
  if (page.status === 200 || page.location?.startsWith("/")) {
    await signInByPage(node, path, runner);
    page = await ask();
  }
  const code = page.location?.startsWith(callback) ? answerOf(page)["code"] : undefined;
  if (code === undefined) throw new Error(`no code: ${page.status} ${page.location}`);
  return code;
}

const codeLost = /"error":\s?"invalid_grant"/;
const passwordLost = /"__type":\s?"(?:NotAuthorizedException|CodeMismatchException)"/;
const lockedOut = /"Password attempts exceeded"/;

async function claimed(asked: Promise<Answer>, lost: RegExp): Promise<Claimed> {
  let answer: Answer;
  try {
    answer = await asked;
  } catch {
    return { kind: "unanswered" };
  }
  const { status, text } = answer;
  if (status === 503) return { kind: "unanswered" };
  if (status === 400 && lost.test(text)) {
    return lockedOut.test(text) ? { kind: "locked" } : { kind: "lost", said: text };
  }
  const refreshToken = status === 200 && /"(?:refresh_token|RefreshToken)":\s?"([^"]+)"/.exec(text)?.[1];
  if (refreshToken) return { kind: "won", refreshToken };
  return { kind: "wrong", what: `answered ${status} ${text}` };
}
