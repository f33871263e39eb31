/** The second step of a sign-in with a temporary password: a password of one's own, which nobody skips. */
import {
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminSetUserPasswordCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { attributesOf } from "./support/attributes.ts";
import { type Browser, formOf, type Page, textOf } from "./support/browser.ts";
import {
  answerOf,
  authorizePath,
  browserOf,
  invite,
  queryOf,
  redeemAnswer,
  type Stage,
  setStage,
  signIn,
  temporaryPassword,
} from "./support/hosted.ts";
import { codeClient, createClient, createPool, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;
let stage: Stage;

beforeAll(async () => {
  server = await startTestServer();
  stage = await setStage(server);
});

afterAll(() => server.close());

const ownPassword = "My-Own-Horse-22";

async function open(): Promise<{ browser: Browser; page: Page }> {
  const browser = browserOf(stage);
  return { browser, page: await browser.visit(authorizePath(stage)) };
}

/** Is anybody signed in in this browser? */
async function isSignedIn(browser: Browser): Promise<boolean> {
  return "code" in answerOf(await browser.get(authorizePath(stage, { prompt: "none" })));
}

function sessionName(): string {
  return `poolhouse-session-${stage.poolId}`;
}

describe("the first sign-in with a temporary password", () => {
  async function begin(username: string): Promise<{ browser: Browser; page: Page; login: Page }> {
    const { browser, page: login } = await open();
    const page = await browser.submit(login, { username, password: temporaryPassword });
    return { browser, page, login };
  }

  test("AC-08: asks for a password of one's own, and nobody is signed in before it is chosen", async () => {
    await invite(stage, "fay", { email: "fay@example.com" });
    const { browser, page } = await begin("fay");
    expect(page.path).toMatch(/^\/changePassword\?/);
    expect(textOf(page.html)).toContain("Choose a password");
    expect(browser.cookies.has(sessionName())).toBe(false);
    expect(await isSignedIn(browser)).toBe(false);

    const done = await browser.submit(page, { newPassword: ownPassword, confirmPassword: ownPassword });
    expect(done.status).toBe(303);
    expect((await redeemAnswer(stage, done)).status).toBe(200);
    expect(await isSignedIn(browser)).toBe(true);
    const next = browserOf(stage);
    const asFay = { ...stage, person: { ...stage.person, username: "fay" } };
    expect(textOf((await signIn(asFay, next)).html)).toContain("Incorrect username or password.");
    const page2 = await next.visit(authorizePath(stage));
    expect(answerOf(await next.submit(page2, { username: "fay", password: ownPassword }))).toHaveProperty(
      "code",
    );
  });

  test.each([
    ["different passwords", ownPassword, `${ownPassword}x`, "The two passwords differ."],
    ["none", "", "", "Choose a password."],
    ["a short one", "Ab1!", "Ab1!", "Password not long enough."],
    [
      "one without digits",
      "Only-Letters-Here",
      "Only-Letters-Here",
      "Password must have numeric characters.",
    ],
  ])(
    "%s: the page says what is wrong and can be used again",
    async (name, newPassword, confirmPassword, words) => {
      const username = `guest-${name.replaceAll(" ", "-")}`;
      await invite(stage, username);
      const { browser, page } = await begin(username);
      const again = await browser.submit(page, { newPassword, confirmPassword });
      expect(again).toMatchObject({ status: 200, location: undefined });
      expect(textOf(again.html)).toContain(words);
      const done = await browser.submit(again, { newPassword: ownPassword, confirmPassword: ownPassword });
      expect(answerOf(done)).toHaveProperty("code");
    },
  );

  test("asks for what the pool requires, keeps what was typed, and lets nothing else through", async () => {
    const poolId = await createPool(server, {
      Schema: [
        { Name: "phone_number", Required: true, Mutable: true },
        { Name: "birthdate", Required: true, Mutable: true },
        { Name: "UAID", AttributeDataType: "String", Mutable: true },
      ],
    });
    const client = await createClient(server, poolId, {
      ...codeClient,
      WriteAttributes: ["phone_number", "birthdate", "custom:UAID"],
    });
    const strict = { ...stage, poolId, client };
    await invite(strict, "gil");
    const browser = browserOf(strict);
    const first = await browser.submit(await browser.visit(authorizePath(strict)), {
      username: "gil",
      password: temporaryPassword,
    });
    expect(first.html).toMatch(/type="tel"[^>]* name="userAttributes.phone_number"/);
    expect(first.html).toMatch(/type="date"[^>]* name="userAttributes.birthdate"/);
    const fields = {
      newPassword: ownPassword,
      confirmPassword: ownPassword,
      "userAttributes.birthdate": "2000-01-31",
    };
    const second = await browser.submit(first, fields);
    expect(textOf(second.html)).toContain("Enter your phone number.");
    expect(second.html).toContain(`value="2000-01-31"`);
    const third = await browser.submit(second, { ...fields, "userAttributes.phone_number": "12" });
    expect(textOf(third.html)).toContain("Phone number: Invalid phone number format.");
    const done = await browser.submit(third, {
      ...fields,
      "userAttributes.phone_number": "+15550100",
      "userAttributes.custom:UAID": "stolen",
    });
    expect((await redeemAnswer(strict, done)).status).toBe(200);
    const attributes = await attributesOf(server, poolId, "gil");
    expect(attributes).toMatchObject({ phone_number: "+15550100", birthdate: "2000-01-31" });
    expect(attributes).not.toHaveProperty("custom:UAID");
  });

  test("the Back button and the first form lead on to the step that is next", async () => {
    await invite(stage, "hal");
    const { browser, login } = await begin("hal");
    const again = await browser.submit(login, { username: "hal", password: temporaryPassword });
    expect(again.path).toMatch(/^\/changePassword\?/);
    expect(again.status).toBe(200);
  });

  test("ends after a quarter of an hour", async () => {
    await invite(stage, "ida");
    const { browser, page } = await begin("ida");
    server.advance(901);
    const late = await browser.submit(page, { newPassword: ownPassword, confirmPassword: ownPassword });
    expect(late.status).toBe(400);
    expect(textOf(late.html)).toContain("This page is out of date");
  });

  test.each<[string, string, (Username: string) => Promise<unknown>]>([
    [
      "disabled",
      "jo",
      (Username) => server.admin.send(new AdminDisableUserCommand({ UserPoolId: stage.poolId, Username })),
    ],
    [
      "deleted",
      "joe",
      (Username) => server.admin.send(new AdminDeleteUserCommand({ UserPoolId: stage.poolId, Username })),
    ],
    [
      "given a password",
      "joy",
      (Username) =>
        server.admin.send(
          new AdminSetUserPasswordCommand({
            UserPoolId: stage.poolId,
            Username,
            Password: password,
            Permanent: true,
          }),
        ),
    ],
  ])("cannot be finished by somebody %s meanwhile", async (_name, username, change) => {
    await invite(stage, username);
    const { browser, page } = await begin(username);
    await change(username);
    const late = await browser.submit(page, { newPassword: ownPassword, confirmPassword: ownPassword });
    expect(late).toMatchObject({ status: 400, location: undefined });
    expect(browser.cookies.has(sessionName())).toBe(false);
  });
});

describe("HP-07: no step can be skipped", () => {
  type Step = "signIn" | "signedIn" | "newPassword";
  const actions: Readonly<Record<Step, string>> = {
    signIn: "/login",
    signedIn: "/continue",
    newPassword: "/changePassword",
  };
  const fields = { username: "kim", password, newPassword: ownPassword, confirmPassword: ownPassword };

  /** A browser that stands at a step. */
  async function at(step: Step, username: string): Promise<{ browser: Browser; page: Page }> {
    const { browser, page } = await open();
    if (step === "signIn") return { browser, page };
    if (step === "newPassword") {
      await invite(stage, username);
      return { browser, page: await browser.submit(page, { username, password: temporaryPassword }) };
    }
    await signIn(stage, browser);
    return { browser, page: await browser.visit(`/login?${queryOf(stage)}`) };
  }

  const pairs = (["signIn", "signedIn", "newPassword"] as const).flatMap((from) =>
    (["signIn", "signedIn", "newPassword"] as const)
      .filter((to) => to !== from)
      .map((to): [Step, Step] => [from, to]),
  );
  test.each(pairs)("at %s the form of %s is refused", async (from, to) => {
    const { browser, page } = await at(from, `kim-${from}-${to}`);
    const page2 = await browser.post(`${actions[to]}?${queryOf(stage)}`, {
      ...formOf(page).hidden,
      ...fields,
    });
    expect(page2).toMatchObject({ status: 400, location: undefined });
  });

  test("the page of the second step is not shown to who has not done the first, nor to another browser", async () => {
    const { browser, page } = await open();
    const { flow = "" } = formOf(page).hidden;
    const path = `/changePassword?${queryOf(stage)}&flow=`;
    expect((await browser.get(path + flow)).status).toBe(400);
    const other = await at("newPassword", "lee");
    const theirs = formOf(other.page).hidden["flow"] ?? "";
    expect((await browser.get(path + theirs)).status).toBe(403);
    expect((await browser.get(path)).status).toBe(403);
    expect((await other.browser.get(path + theirs)).status).toBe(200);
  });
});
