/** What is good once, and how one tries to have it: each prize is a fresh one, and `claim` may be called as often as one likes. */
import {
  CognitoIdentityProviderServiceException,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { answerOf, authorizePath, callback } from "../../packages/server/test/support/hosted.ts";
import { askToken, type FormAnswer, refresh } from "../../packages/server/test/support/oauth.ts";
import { browserAt } from "../kill/stage.ts";
import type { ServerProcess } from "../server-process.ts";
import type { RaceStage, Runner } from "./stage.ts";

/** Nobody knows what became of a claim that was not answered. */
export type Claimed = "won" | "lost" | "unanswered";

export type Claim = (node: ServerProcess) => Promise<Claimed>;

/** Throws when it could not be had, as when its node was killed meanwhile. */
export type Prize = (node: ServerProcess, stage: RaceStage, runner: Runner) => Promise<Claim>;

export const prizes: Readonly<Record<string, Prize>> = {
  "authorization codes": async (node, stage, runner) => {
    const code = await codeFor(node, stage, runner);
    return (other) => claimByForm(() => redeem(other, stage, code));
  },
  "refresh generations": async (node, stage, runner) => {
    const { body } = await redeem(node, stage, await codeFor(node, stage, runner));
    const token = body.refresh_token;
    if (token === undefined) throw new Error(`no refresh token: ${body.error}`);
    return (other) => claimByForm(() => refresh(other, stage.client, token));
  },
  "one-time passwords": async (node, { client, messages }, { username, phone }) => {
    const sent = messages.nextCode(phone);
    const asking = node.admin.send(
      new InitiateAuthCommand({
        ClientId: client.clientId,
        AuthFlow: "USER_AUTH",
        AuthParameters: { USERNAME: username, PREFERRED_CHALLENGE: "SMS_OTP" },
      }),
    );
    const [{ Session }, SMS_OTP_CODE] = await Promise.all([asking, sent]);
    const command = () =>
      new RespondToAuthChallengeCommand({
        ClientId: client.clientId,
        ChallengeName: "SMS_OTP",
        Session,
        ChallengeResponses: { USERNAME: username, SMS_OTP_CODE },
      });
    return (other) => claimBySdk(() => other.admin.send(command()));
  },
};

async function codeFor(node: ServerProcess, stage: RaceStage, { browser }: Runner): Promise<string> {
  const page = await browserAt(node, browser).get(authorizePath(stage));
  const { code } = page.location === undefined ? {} : answerOf(page);
  if (code === undefined) throw new Error(`no code: ${page.status} ${page.location}`);
  return code;
}

function redeem(node: ServerProcess, { client }: RaceStage, code: string): Promise<FormAnswer> {
  return askToken(node, client, { grant_type: "authorization_code", code, redirect_uri: callback });
}

async function claimByForm(claim: () => Promise<FormAnswer>): Promise<Claimed> {
  let answer: FormAnswer;
  try {
    answer = await claim();
  } catch {
    return "unanswered";
  }
  if (answer.status === 200) return "won";
  if (answer.status === 503) return "unanswered";
  if (answer.body.error === "invalid_grant") return "lost";
  throw new Error(`answered ${answer.status} ${answer.text}`);
}

async function claimBySdk(
  claim: () => Promise<{ AuthenticationResult?: object | undefined }>,
): Promise<Claimed> {
  try {
    return (await claim()).AuthenticationResult === undefined ? "lost" : "won";
  } catch (error) {
    if (!(error instanceof CognitoIdentityProviderServiceException)) return "unanswered";
    if (error.$metadata.httpStatusCode === 503) return "unanswered";
    if (error.name === "NotAuthorizedException" || error.name === "CodeMismatchException") return "lost";
    throw error;
  }
}
