/** Every way to tokens over OAuth and the sign-in pages, each brought to where one more request gives them. */
import type { Browser, Page } from "./browser.ts";
import { authorizePath, browserOf, invite, type Stage, signIn, temporaryPassword } from "./hosted.ts";
import { lastCode } from "./inbox.ts";
import { prefer } from "./mfa.ts";
import { refresh } from "./oauth.ts";
import { codeClient, createClient, type TestPerson } from "./pool.ts";
import { issueCode, redeem, signInByCode } from "./sign-in.ts";
import type { Waiting, WayIn } from "./ways-in.ts";
import { addressOf, everyFlow, type Place, personIn, subOf } from "./ways-in-house.ts";

export const pageWays: Readonly<Record<string, WayIn>> = {
  "an authorization code": async ({ main }, name) => {
    const stage = await stageOf(main, name);
    const code = await issueCode(main.server, stage);
    return {
      ...base(main, stage),
      send: async () => ofForm(await redeem(main.server, stage.client, code)),
    };
  },
  "a refresh token at the token endpoint": async ({ main }, name) => {
    const stage = await stageOf(main, name);
    const { refreshToken } = await signInByCode(main.server, stage);
    return {
      ...base(main, stage),
      send: async () => ofForm(await refresh(main.server, stage.client, refreshToken)),
    };
  },
  "the sign-in page": async ({ main }, name) => {
    const stage = await stageOf(main, name);
    const browser = browserOf(stage);
    const page = await browser.visit(authorizePath(stage));
    const { username, password } = stage.person;
    return ofPage(main, stage, () => browser.submit(page, { username, password }));
  },
  "the sign-in page, by the implicit grant": async ({ main }, name) => {
    const stage = await stageOf(main, name);
    const browser = browserOf(stage);
    const page = await browser.visit(authorizePath(stage, { response_type: "token" }));
    const { username, password } = stage.person;
    return ofPage(main, stage, () => browser.submit(page, { username, password }));
  },
  "a browser that is signed in": async ({ main }, name) => {
    const { stage, browser } = await signedIn(main, name);
    return ofPage(main, stage, () => browser.get(authorizePath(stage, { prompt: "none" })));
  },
  "a browser that is signed in, by the implicit grant": async ({ main }, name) => {
    const { stage, browser } = await signedIn(main, name);
    const silent = authorizePath(stage, { response_type: "token", prompt: "none" });
    return ofPage(main, stage, () => browser.get(silent));
  },
  "the page of the second factor": async ({ main }, name) => {
    const stage = await stageOf(main, name);
    await prefer(main, name, { EmailMfaSettings: { Enabled: true } });
    const browser = browserOf(stage);
    const page = await signIn(stage, browser);
    const code = await lastCode(main.server, addressOf(name));
    return ofPage(main, stage, () => browser.submit(page, { code }));
  },
  "the page of a new password": async ({ main }, name) => {
    const { client } = await stageOf(main, `${name}-other`);
    const stage = { server: main.server, poolId: main.UserPoolId, client };
    await invite({ ...stage, person: nobody }, name);
    const person = { username: name, password: temporaryPassword, sub: await subOf(main, name) };
    const browser = browserOf(stage);
    const login = await browser.visit(authorizePath(stage));
    const page = await browser.submit(login, { username: name, password: temporaryPassword });
    const chosen = { newPassword: "Another-Horse-8", confirmPassword: "Another-Horse-8" };
    return ofPage(main, { ...stage, person }, () => browser.submit(page, chosen));
  },
};

const nobody: TestPerson = { username: "", password: "", sub: "" };

/** An app of its own, so that it can be deleted. */
async function stageOf(main: Place, name: string): Promise<Stage> {
  const { server, UserPoolId: poolId } = main;
  const client = await createClient(server, poolId, {
    ...codeClient,
    AllowedOAuthFlows: ["code", "implicit"],
    ExplicitAuthFlows: [...everyFlow],
    ClientName: "Lakeside",
  });
  return { server, poolId, client, person: await personIn(main, name) };
}

async function signedIn(main: Place, name: string): Promise<{ stage: Stage; browser: Browser }> {
  const stage = await stageOf(main, name);
  const browser = browserOf(stage);
  await signIn(stage, browser);
  return { stage, browser };
}

function base(main: Place, { client, person }: Stage): Pick<Waiting, "place" | "person"> {
  return { place: { ...main, ClientId: client.clientId }, person };
}

function ofPage(main: Place, stage: Stage, ask: () => Promise<Page>): Waiting {
  return { ...base(main, stage), send: async () => ofAnswer(await ask()) };
}

function ofAnswer({ status, location = "" }: Page): string {
  if (/[?#&](code|access_token)=/.test(location)) return "token";
  return `page ${status}: ${/[?#&]error=(\w+)/.exec(location)?.[1] ?? "none"}`;
}

function ofForm({ status, body }: Awaited<ReturnType<typeof redeem>>): string {
  return status === 200 && body.access_token !== undefined ? "token" : (body.error ?? "no token");
}
