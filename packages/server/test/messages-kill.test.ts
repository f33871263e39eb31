/** Failure test: a server killed with `kill -9` at the moment the mail server has the mail and has not said so. */
import {
  AdminCreateUserCommand,
  CognitoIdentityProviderClient,
} from "@aws-sdk/client-cognito-identity-provider";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { buildCli, freshFolder, quickstartOf, type StartedCli, startCli } from "./support/cli.ts";
import { mailServer, mailSettings } from "./support/mail-server.ts";

beforeAll(buildCli);

test("the mail is sent again at the next start, and then no more", async () => {
  let arrived = Promise.withResolvers<void>();
  const answers = [new Promise<void>(() => undefined)];
  const { mails, url } = await mailServer({
    onMail() {
      arrived.resolve();
      return answers.shift() ?? Promise.resolve();
    },
  });
  const data = freshFolder();
  const start = () => startCli(["--dev", "--data", data], mailSettings(url));
  const first = await start();
  const { accessKeyId, secretAccessKey, userPoolId: UserPoolId } = quickstartOf(data);
  const admin = new CognitoIdentityProviderClient({
    endpoint: first.url,
    region: "us-east-1",
    credentials: { accessKeyId, secretAccessKey },
  });
  onTestFinished(() => admin.destroy());
  const UserAttributes = [{ Name: "email", Value: "killed@example.com" }];
  await admin.send(new AdminCreateUserCommand({ UserPoolId, Username: "killed", UserAttributes }));
  await arrived.promise;
  first.signal("SIGKILL");
  await first.exited;

  arrived = Promise.withResolvers();
  const second = await start();
  await advance(second, 61);
  await arrived.promise;
  // It finishes what is under way before it ends.
  expect(await second.stop()).toBe(0);
  const third = await start();
  await advance(third, 3600);
  expect(await third.stop()).toBe(0);
  expect(mails.map(({ recipients }) => recipients)).toEqual([["killed@example.com"], ["killed@example.com"]]);
  const [id, again] = mails.map((mail) => mail.header("Message-ID"));
  expect(id).toBe(again);
});

async function advance({ url }: StartedCli, advanceSeconds: number): Promise<void> {
  const { status } = await fetch(`${url}/_dev/clock`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ advanceSeconds }),
  });
  expect(status).toBe(200);
}
