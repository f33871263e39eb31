/** Codes and invitations arrive by mail: a server of ours, a mail server on loopback, and people who read their mail. */
import { request } from "node:http";
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Mail, type MailServer, mailSettings, startMailServer } from "./support/mail-server.ts";
import { expectFailure, passwordClient, signIn } from "./support/people.ts";
import { createPerson, createPool, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { startTriggerHost, type TriggerHost } from "./support/trigger-host.ts";
import { poolWithTriggers } from "./support/trigger-pool.ts";

let mail: MailServer;
let server: TestServer;
let host: TriggerHost;

beforeAll(async () => {
  mail = await startMailServer();
  server = await startTestServer([], mailSettings(mail.url));
  host = await startTriggerHost();
});
afterAll(async () => {
  await server.close();
  await mail.close();
  await host.close();
});

const verified = { AutoVerifiedAttributes: ["email" as const] };

/** What arrived at an address, oldest first. */
async function mailsTo(address: string): Promise<readonly Mail[]> {
  await server.drain();
  return mail.mails.filter(({ recipients }) => recipients.includes(address));
}

async function lastMailTo(address: string): Promise<Mail> {
  const last = (await mailsTo(address)).at(-1);
  if (last === undefined) throw new Error(`nothing arrived at ${address}`);
  return last;
}

const codeIn = ({ text }: Mail): string => /\d{6}/.exec(text)?.[0] ?? "";

function signUp(ClientId: string, Username: string, email: string, more: object = {}) {
  const UserAttributes = [{ Name: "email", Value: email }];
  return server.admin.send(
    new SignUpCommand({ ClientId, Username, Password: password, UserAttributes, ...more }),
  );
}

function invite(UserPoolId: string, Username: string, email: string, more: object = {}) {
  const UserAttributes = [{ Name: "email", Value: email }];
  return server.admin.send(new AdminCreateUserCommand({ UserPoolId, Username, UserAttributes, ...more }));
}

test("an invitation arrives once, at one address, from the house, as text and as HTML", async () => {
  const UserPoolId = await createPool(server);
  const ClientId = await passwordClient(server, UserPoolId);
  await invite(UserPoolId, "ada", "invited@example.com");
  const [letter, ...others] = await mailsTo("invited@example.com");
  expect(others).toEqual([]);
  expect(letter?.recipients).toEqual(["invited@example.com"]);
  expect(letter?.header("From")).toBe("Poolhouse <no-reply@house.example>");
  expect(letter?.header("To")).toBe("invited@example.com");
  expect(letter?.header("Subject")).toBe("Your temporary password");
  expect(letter?.html).toContain("Sign in as ada with the temporary password ");
  const PASSWORD = letter?.text.split(" ").at(-1) ?? "";
  const AuthParameters = { USERNAME: "ada", PASSWORD };
  const { ChallengeName } = await server.admin.send(
    new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }),
  );
  expect(ChallengeName).toBe("NEW_PASSWORD_REQUIRED");
});

test("the code of a sign-up confirms, and the one sent again instead of it", async () => {
  const UserPoolId = await createPool(server, verified);
  const ClientId = await passwordClient(server, UserPoolId);
  const confirm = (Username: string, ConfirmationCode: string) =>
    server.admin.send(new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode }));
  await signUp(ClientId, "ada", "new@example.com");
  await confirm("ada", codeIn(await lastMailTo("new@example.com")));
  await signIn(server, ClientId, "ada");

  await signUp(ClientId, "ben", "again@example.com");
  const first = codeIn(await lastMailTo("again@example.com"));
  await server.admin.send(new ResendConfirmationCodeCommand({ ClientId, Username: "ben" }));
  const second = codeIn(await lastMailTo("again@example.com"));
  if (first !== second) await expectFailure(confirm("ben", first), "CodeMismatchException");
  await confirm("ben", second);
});

test("a forgotten password: the code that arrives sets a new one", async () => {
  const UserPoolId = await createPool(server, verified);
  const ClientId = await passwordClient(server, UserPoolId);
  await createPerson(server, UserPoolId, "ada", { email: "forgot@example.com", email_verified: "true" });
  await server.admin.send(new ForgotPasswordCommand({ ClientId, Username: "ada" }));
  const ConfirmationCode = codeIn(await lastMailTo("forgot@example.com"));
  const Password = "Another-Horse-8";
  await server.admin.send(
    new ConfirmForgotPasswordCommand({ ClientId, Username: "ada", ConfirmationCode, Password }),
  );
  await signIn(server, ClientId, "ada", Password);
});

test("a pool has words, a sender and an answering address of its own", async () => {
  const UserPoolId = await createPool(server, {
    EmailConfiguration: { From: "Ada's pool <pool@example.com>", ReplyToEmailAddress: "help@example.com" },
    AdminCreateUserConfig: {
      InviteMessageTemplate: {
        EmailSubject: "Willkommen, schön",
        EmailMessage: "<h1>Hallo {username}</h1><p>Kennwort: <b>{####}</b></p>",
      },
    },
  });
  await invite(UserPoolId, "ada", "own@example.com", { TemporaryPassword: "Temp-<b>&1" });
  const letter = await lastMailTo("own@example.com");
  expect(letter.from).toBe("pool@example.com");
  expect(letter.header("From")).toBe(`"Ada's pool" <pool@example.com>`);
  expect(letter.header("Reply-To")).toBe("help@example.com");
  expect(letter.text).toBe("Hallo ada\nKennwort: Temp-<b>&1");
  expect(letter.html).toBe("<h1>Hallo ada</h1><p>Kennwort: <b>Temp-&#60;b&#62;&#38;1</b></p>");
});

test("a name that is HTML is read as a name", async () => {
  const UserPoolId = await createPool(server);
  const name = `<img/src=x/onerror="alert(1)">`;
  await invite(UserPoolId, name, "html@example.com");
  const letter = await lastMailTo("html@example.com");
  expect(letter.text).toContain(`Sign in as ${name} with`);
  expect(letter.html).not.toContain("<img");
});

test("HP-08: a link leads to the configured address, whatever the request calls the server", async () => {
  const UserPoolId = await createPool(server, {
    ...verified,
    VerificationMessageTemplate: {
      DefaultEmailOption: "CONFIRM_WITH_LINK",
      EmailMessageByLink: "<p>{##Click Here##}</p>",
      EmailSubjectByLink: "Follow the link",
    },
  });
  const ClientId = await passwordClient(server, UserPoolId);
  const UserAttributes = [{ Name: "email", Value: "link@example.com" }];
  const body = { ClientId, Username: "ada&co", Password: password, UserAttributes };
  expect(await callAs("evil.example", "SignUp", body)).toBe(200);
  const letter = await lastMailTo("link@example.com");
  expect(letter.header("Subject")).toBe("Follow the link");
  expect(letter.raw).not.toContain("evil.example");
  const [, link = ""] = /^Click Here: (\S+)$/.exec(letter.text) ?? [];
  expect(letter.html).toBe(`<p><a href="${link.replaceAll("&", "&#38;")}">Click Here</a></p>`);
  const url = new URL(link);
  expect([url.origin, url.pathname]).toEqual([server.url, "/confirmUser"]);
  const { confirmation_code: ConfirmationCode = "", ...query } = Object.fromEntries(url.searchParams);
  expect(query).toEqual({ client_id: ClientId, user_name: "ada&co" });
  await server.admin.send(new ConfirmSignUpCommand({ ClientId, Username: "ada&co", ConfirmationCode }));
});

test("a line break in a person's attribute and in a trigger's subject begins no header and adds nobody", async () => {
  const pool = await poolWithTriggers(
    server,
    host,
    {
      CustomMessage: ({ request: { userAttributes, codeParameter }, response }) => {
        response.emailSubject = `Hello ${userAttributes.name}`;
        response.emailMessage = `${codeParameter}`;
      },
    },
    { ...verified, EmailConfiguration: { EmailSendingAccount: "DEVELOPER" } },
  );
  const ClientId = await passwordClient(server, pool.poolId);
  const name = "Ada\r\nBcc: eve@example.com\r\n\r\nDear friend";
  const UserAttributes = [
    { Name: "email", Value: "crlf@example.com" },
    { Name: "name", Value: name },
  ];
  await signUp(ClientId, "ada", "crlf@example.com", { UserAttributes });
  const letter = await lastMailTo("crlf@example.com");
  expect(letter.recipients).toEqual(["crlf@example.com"]);
  expect(letter.header("Subject")).toBe("Hello Ada Bcc: eve@example.com Dear friend");
  expect([letter.header("Bcc"), letter.text]).toEqual([undefined, expect.stringMatching(/^\d{6}$/)]);
  expect(await mailsTo("eve@example.com")).toEqual([]);
});

test.each([
  "a@example.com,eve@example.com",
  "a@example.com\r\nBcc: eve@example.com",
  "Eve <eve@example.com>",
])("%j is no address to begin with", async (email) => {
  const UserPoolId = await createPool(server);
  const call = invite(UserPoolId, "ada", email);
  await expectFailure(call, "InvalidParameterException", "Invalid email address format.");
});

test("a trigger that words a message without its code fails the call, and nobody is stored", async () => {
  const pool = await poolWithTriggers(
    server,
    host,
    {
      CustomMessage: ({ response }) => {
        response.emailMessage = "Hello {username}, {##Click Here##}";
      },
    },
    { EmailConfiguration: { EmailSendingAccount: "DEVELOPER" } },
  );
  await expectFailure(invite(pool.poolId, "ada", "uncoded@example.com"), "InvalidLambdaResponseException");
  pool.set("CustomMessage", ({ response }) => {
    response.emailMessage = "Hello, {####}";
  });
  await expectFailure(invite(pool.poolId, "ada", "uncoded@example.com"), "InvalidLambdaResponseException");
  const find = server.admin.send(new AdminGetUserCommand({ UserPoolId: pool.poolId, Username: "ada" }));
  await expectFailure(find, "UserNotFoundException");
  pool.set("CustomMessage", ({ response }) => {
    response.emailMessage = "Hello {username}, {####}";
    response.emailSubject = "Come in";
  });
  await invite(pool.poolId, "ada", "uncoded@example.com", { ClientMetadata: { lang: "de" } });
  const letter = await lastMailTo("uncoded@example.com");
  expect(letter.header("Subject")).toBe("Come in");
  expect(letter.text).toMatch(/^Hello ada, \S+$/);
  expect(pool.events("CustomMessage").at(-1)?.request).toMatchObject({
    usernameParameter: "{username}",
    clientMetadata: { lang: "de" },
  });
});

/** An unsigned call by somebody who calls the server by another name. The status. */
function callAs(name: string, operation: string, body: object): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = {
      host: name,
      "x-forwarded-host": name,
      "x-forwarded-proto": "https",
      forwarded: `host=${name};proto=https`,
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `AWSCognitoIdentityProviderService.${operation}`,
    };
    const call = request(server.url, { method: "POST", headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    call.on("error", reject).end(JSON.stringify(body));
  });
}
