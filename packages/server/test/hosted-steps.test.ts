/** HP-07: every form of the pages, posted from every step of a flow: only the step's own is taken. */
import {
  AdminResetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  ListUsersCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Browser, formOf, type Page, textOf } from "./support/browser.ts";
import {
  authorizePath,
  browserOf,
  invite,
  queryOf,
  type Stage,
  temporaryPassword,
} from "./support/hosted.ts";
import { newAccount, stageOf } from "./support/hosted-accounts.ts";
import { bySms, byTotp, type MfaStage, mfaStage, personWithTotp, prefer, setMfa } from "./support/mfa.ts";
import { isSignedIn } from "./support/mfa-pages.ts";
import { choiceFlows } from "./support/passkeys.ts";
import { codeClient, createClient, createPerson, createPool, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { attributeList } from "./support/sign-up.ts";

let server: TestServer;
/** Takes sign-ups with a second step, passkeys and mailed codes. */
let open: Stage;
/** Offers second factors, and demands none. */
let free: Stage;
/** Demands second factors. */
let strict: Stage;
let mfa: MfaStage;

beforeAll(async () => {
  server = await startTestServer();
  const SignInPolicy = {
    AllowedFirstAuthFactors: ["PASSWORD" as const, "EMAIL_OTP" as const, "WEB_AUTHN" as const],
  };
  const poolId = await createPool(server, {
    Policies: { SignInPolicy },
    AutoVerifiedAttributes: ["email"],
    Schema: [{ Name: "given_name", Required: true, Mutable: true }],
  });
  const own = { ClientName: "Lakeside", ExplicitAuthFlows: [...choiceFlows] };
  const client = await createClient(server, poolId, { ...codeClient, ...own });
  open = { server, poolId, client, person: { username: "", password, sub: "" } };
  await createPerson(server, poolId, "two-lives", { given_name: "T" });
  const freely = await mfaStage(server, byTotp);
  free = await stageOf(server, freely.UserPoolId);
  await createPerson(server, freely.UserPoolId, "two-lives");
  mfa = await mfaStage(server, { ...byTotp, ...bySms });
  await personWithTotp(mfa, "one-factor");
  await personWithTotp(mfa, "two-factors");
  const UserAttributes = attributeList({ phone_number: "+15555550123" });
  const choosy = { UserPoolId: mfa.UserPoolId, Username: "two-factors" };
  await server.admin.send(new AdminUpdateUserAttributesCommand({ ...choosy, UserAttributes }));
  await prefer(mfa, "two-factors", {
    SMSMfaSettings: { Enabled: true },
    SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: false },
  });
  await setMfa(server, mfa.UserPoolId, { MfaConfiguration: "ON", ...byTotp, ...bySms });
  strict = await stageOf(server, mfa.UserPoolId);
});
afterAll(() => server.close());

/** The path that each step's form is sent to, and what it would say. */
const forms: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "/login": { username: "ada", password },
  "/continue": {},
  "/signup": newAccount("skipper"),
  "/signup/details": { "userAttributes.email": "s@example.com", "userAttributes.given_name": "S" },
  "/confirm": { code: "123456" },
  "/resendcode": {},
  "/forgotPassword": { username: "ada" },
  "/confirmforgotPassword": { code: "123456", newPassword: password, confirmPassword: password },
  "/challenge": { code: "123456" },
  "/changePassword": { newPassword: password, confirmPassword: password },
  "/mfa": { code: "123456" },
  "/mfa/select": { factor: "SOFTWARE_TOKEN_MFA" },
  "/mfa/register": { code: "123456" },
  "/passkeys/add": { credential: "{}" },
  "/account": { action: "deleteForGood" },
  "/account/email": { "userAttributes.email": "skipped@example.com" },
  "/account/phone": { "userAttributes.phone_number": "+15555550199" },
  "/account/verify": { code: "123456" },
  "/account/password": {
    currentPassword: password,
    newPassword: "Skipped-9a",
    confirmPassword: "Skipped-9a",
  },
  "/account/app": { code: "123456" },
  "/account/passkey": { credential: "{}" },
};

interface Step {
  readonly at: () => Stage;
  readonly own: readonly string[];
  readonly reach: (browser: Browser, at: Stage) => Promise<Page>;
}

const signIn =
  (fields: Readonly<Record<string, string>>) =>
  async (browser: Browser, at: Stage): Promise<Page> =>
    browser.submit(await browser.visit(authorizePath(at)), { password, ...fields });

const signUp = async (browser: Browser, at: Stage, username: string): Promise<Page> =>
  browser.submit(await browser.visit(`/signup?${queryOf(at)}`), newAccount(username));

const person = (username: string) =>
  createPerson(server, open.poolId, username, { email: `${username}@example.com`, email_verified: "true" });

const steps: Readonly<Record<string, Step>> = {
  signIn: { at: () => open, own: ["/login"], reach: (browser, at) => browser.visit(authorizePath(at)) },
  signUp: {
    at: () => open,
    own: ["/signup"],
    reach: (browser, at) => browser.visit(`/signup?${queryOf(at)}`),
  },
  signUpDetails: {
    at: () => open,
    own: ["/signup/details"],
    reach: (browser, at) => signUp(browser, at, "details"),
  },
  confirm: {
    at: () => open,
    own: ["/confirm", "/resendcode"],
    reach: async (browser, at) => {
      const fields = { "userAttributes.email": "n@example.com", "userAttributes.given_name": "N" };
      return browser.submit(await signUp(browser, at, "newcomer"), fields);
    },
  },
  forgotPassword: {
    at: () => open,
    own: ["/forgotPassword"],
    reach: (browser, at) => browser.visit(`/forgotPassword?${queryOf(at)}`),
  },
  resetPassword: {
    at: () => open,
    own: ["/confirmforgotPassword"],
    reach: async (browser, at) => {
      await person("forgetful");
      const command = { UserPoolId: at.poolId, Username: "forgetful" };
      await server.admin.send(new AdminResetUserPasswordCommand(command));
      return signIn({ username: "forgetful" })(browser, at);
    },
  },
  challenge: {
    at: () => open,
    own: ["/challenge"],
    reach: async (browser, at) => {
      await person("coded");
      return signIn({ username: "coded", way: "EMAIL_OTP" })(browser, at);
    },
  },
  newPassword: {
    at: () => open,
    own: ["/changePassword"],
    reach: async (browser, at) => {
      await invite(at, "guest");
      return signIn({ username: "guest", password: temporaryPassword })(browser, at);
    },
  },
  factor: { at: () => strict, own: ["/mfa"], reach: signIn({ username: "one-factor" }) },
  chooseFactor: { at: () => strict, own: ["/mfa/select"], reach: signIn({ username: "two-factors" }) },
  setUpApp: {
    at: () => strict,
    own: ["/mfa/register"],
    reach: async (browser, at) => {
      await createPerson(server, at.poolId, "bare");
      return signIn({ username: "bare" })(browser, at);
    },
  },
};

/** Of whoever is signed in. */
const ownSteps: Readonly<Record<string, Step>> = {
  signedIn: {
    at: () => open,
    own: ["/continue"],
    reach: async (browser, at) => {
      await signedIn("goer", browser, at);
      return browser.visit(`/login?${queryOf(at)}`);
    },
  },
  account: ownStep("/account", "owner"),
  addPasskey: ownStep("/passkeys/add", "keyed"),
  accountPasskey: ownStep("/account/passkey", "twice-keyed"),
  changeEmail: ownStep("/account/email", "mover"),
  changePhone: ownStep("/account/phone", "caller"),
  changePassword: ownStep("/account/password", "changer"),
  verifyAddress: {
    at: () => open,
    own: ["/account/verify"],
    reach: async (browser, at) => {
      const { reach } = ownStep("/account/email", "prover");
      return browser.submit(await reach(browser, at), { "userAttributes.email": "proved@example.com" });
    },
  },
  addApp: {
    at: () => free,
    own: ["/account/app"],
    reach: ownStep("/account/app", "apper").reach,
  },
};

function ownStep(path: string, username: string): Step {
  return {
    at: () => open,
    own: [path],
    reach: async (browser, at) => {
      await signedIn(username, browser, at);
      return browser.visit(`${path}?${queryOf(at)}`);
    },
  };
}

let people = 0;

/** Somebody new, signed in in this browser. */
async function signedIn(name: string, browser: Browser, at: Stage): Promise<void> {
  people += 1;
  const username = `${name}-${people}`;
  await createPerson(server, at.poolId, username, {
    email: `${username}@example.com`,
    email_verified: "true",
    given_name: "O",
  });
  await signIn({ username })(browser, at);
}

describe.each(Object.entries(ownSteps))("at the step %s of whoever is signed in", (name, step) => {
  test("no other step's form is taken, and the account stays as it is", async () => {
    const stage = step.at();
    const browser = browserOf(stage);
    const page = await step.reach(browser, stage);
    const { action, hidden } = formOf(page);
    expect(step.own).toContain(action.replace(/\?.*/, ""));
    const before = await peopleOf(stage);
    for (const [path, fields] of Object.entries(forms)) {
      if (step.own.includes(path)) continue;
      const answer = await browser.post(`${path}?${queryOf(stage)}`, { ...hidden, ...fields });
      expect([path, answer.status, textOf(answer.html).slice(0, 21)]).toEqual([
        path,
        400,
        "This step is not next",
      ]);
    }
    expect(await peopleOf(stage)).toEqual(before);
  });

  test("its form is of no use without its token, signed out, or once somebody else has signed in", async () => {
    const stage = step.at();
    const browser = browserOf(stage);
    const page = await step.reach(browser, stage);
    const own = step.own[0] ?? "";
    const { action, hidden } = formOf(page);
    expect(action.startsWith(`${own}?`)).toBe(true);
    const before = await peopleOf(stage);
    const forged = { ...hidden, ...forms[own], _csrf: "" };
    expect((await browser.post(action, forged)).status).toBe(403);
    // Whoever only wanted to go on is led to the sign-in page, which says what became of the sign-in.
    const turnedAway = async () => {
      const { status, location } = await browser.post(action, { ...hidden, ...forms[own] });
      return status === 400 || (name === "signedIn" && status === 303 && location?.startsWith("/login?"));
    };
    browser.cookies.delete(`poolhouse-session-${stage.poolId}`);
    expect(await turnedAway()).toBe(true);
    const again = await browser.visit(`/login?${queryOf(stage, { prompt: "login" })}`);
    await browser.submit(again, { username: "two-lives", password });
    expect(await turnedAway()).toBe(true);
    expect(await peopleOf(stage)).toEqual(before);
  });
});

async function peopleOf({ poolId: UserPoolId }: Stage) {
  const { Users = [] } = await server.admin.send(new ListUsersCommand({ UserPoolId }));
  return Users;
}

describe.each(Object.entries(steps))("at the step %s", (_name, { at, own, reach }) => {
  test("no other step's form is taken, and nobody is signed in by one", async () => {
    const stage = at();
    const browser = browserOf(stage);
    const page = await reach(browser, stage);
    const { action, hidden } = formOf(page);
    expect(own).toContain(action.replace(/\?.*/, ""));
    for (const [path, fields] of Object.entries(forms)) {
      if (own.includes(path)) continue;
      const answer = await browser.post(`${path}?${queryOf(stage)}`, { ...hidden, ...fields });
      expect([path, answer.status, textOf(answer.html).slice(0, 21)]).toEqual([
        path,
        400,
        "This step is not next",
      ]);
    }
    expect(browser.cookies.has(`poolhouse-session-${stage.poolId}`)).toBe(false);
    expect(await isSignedIn(stage, browser)).toBe(false);
  });

  test("a form without its token, or with another flow's, is refused", async () => {
    const stage = at();
    const browser = browserOf(stage);
    const { hidden } = formOf(await browser.visit(authorizePath(stage)));
    const other = formOf(await browser.visit(authorizePath(stage))).hidden;
    for (const path of own) {
      const to = `${path}?${queryOf(stage)}`;
      for (const forged of [{}, { ...hidden, _csrf: "" }, { ...hidden, _csrf: other["_csrf"] ?? "" }]) {
        expect((await browser.post(to, { ...forged, ...forms[path] })).status).toBe(403);
      }
    }
  });
});
