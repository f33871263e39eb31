/** Signing in by passkey: the right authenticator, on the right page, for the right person, once (AC-11). */
import { generateKeyPairSync, randomBytes } from "node:crypto";
import {
  AdminDisableUserCommand,
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  SetUserPoolMfaConfigCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAuthenticator, type Mishap } from "./support/authenticator.ts";
import {
  choose,
  enrol,
  member,
  origin,
  type PasskeyStage,
  passkeyHolder,
  relyingPartyId,
  requestOptions,
  respond,
  setPasskeyStage,
  signInByPasskey,
} from "./support/passkeys.ts";
import { told } from "./support/password-flow.ts";
import { expectFailure, passwordClient, signIn } from "./support/people.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { verifiedClaims } from "./support/verified-claims.ts";

let server: TestServer;
let stage: PasskeyStage;

const incorrect = "Incorrect username or password.";
const exceeded = "Password attempts exceeded";

beforeAll(async () => {
  server = await startTestServer();
  stage = await setPasskeyStage(server);
});
afterAll(() => server.close());

describe("a passkey", () => {
  test("is asked for as Cognito does, and gives tokens", async () => {
    const ada = await passkeyHolder(stage, "ada");
    const challenge = await choose(stage, "ada");
    expect(challenge).toMatchObject({
      ChallengeName: "WEB_AUTHN",
      AvailableChallenges: ["PASSWORD_SRP", "PASSWORD", "WEB_AUTHN"],
      Session: expect.any(String),
    });
    expect(challenge.Session?.length).toBeLessThan(2048);
    expect(JSON.parse(requestOptions(challenge))).toEqual({
      challenge: expect.stringMatching(/^[\w-]{43}$/),
      timeout: 180_000,
      rpId: "example.com",
      allowCredentials: [{ type: "public-key", id: ada.credentialId, transports: ["hybrid", "internal"] }],
      userVerification: "preferred",
    });
    const CREDENTIAL = ada.authenticator.signIn(requestOptions(challenge));
    const { AuthenticationResult } = await respond(stage, challenge, { USERNAME: "ada", CREDENTIAL });
    const claims = await verifiedClaims(server, stage.UserPoolId, AuthenticationResult?.AccessToken ?? "");
    expect(claims).toMatchObject({ username: "ada", sub: ada.sub, client_id: stage.ClientId });
    expect(AuthenticationResult?.RefreshToken).toBeDefined();
  });

  test("is asked for with a new challenge each time", async () => {
    await passkeyHolder(stage, "bea");
    const options = [await choose(stage, "bea"), await choose(stage, "bea")].map(requestOptions);
    const [first, second] = options.map((text) => JSON.parse(text));
    expect(first.challenge).not.toBe(second.challenge);
    expect(first.allowCredentials).toEqual(second.allowCredentials);
  });

  test("signs in at the administrator's door", async () => {
    const cleo = await passkeyHolder(stage, "cleo");
    const { UserPoolId, ClientId } = stage;
    const { ChallengeName, ChallengeParameters, Session } = await server.admin.send(
      new AdminInitiateAuthCommand({
        UserPoolId,
        ClientId,
        AuthFlow: "USER_AUTH",
        AuthParameters: { USERNAME: "cleo", PREFERRED_CHALLENGE: "WEB_AUTHN" },
      }),
    );
    const CREDENTIAL = cleo.authenticator.signIn(ChallengeParameters?.["CREDENTIAL_REQUEST_OPTIONS"]);
    const ChallengeResponses = { USERNAME: "cleo", CREDENTIAL };
    const { AuthenticationResult } = await server.admin.send(
      new AdminRespondToAuthChallengeCommand({
        UserPoolId,
        ClientId,
        ChallengeName,
        ChallengeResponses,
        Session,
      }),
    );
    expect(AuthenticationResult?.IdToken).toBeDefined();
  });

  test("of a person with several may be any of them", async () => {
    const dora = await passkeyHolder(stage, "dora");
    const key = createAuthenticator({ origin, isCounting: true, attachment: "cross-platform" });
    await enrol(stage, dora, key);
    for (const authenticator of [key, dora.authenticator, key]) {
      expect((await signInByPasskey(stage, "dora", authenticator)).AuthenticationResult).toBeDefined();
    }
  });

  test("that names no owner is good: security keys may not", async () => {
    const emma = await passkeyHolder(stage, "emma");
    const { AuthenticationResult } = await signInByPasskey(stage, "emma", emma.authenticator, {
      userHandle: "",
    });
    expect(AuthenticationResult).toBeDefined();
  });

  test("works from an Android app", async () => {
    const app = `android:apk-key-hash:${randomBytes(32).toString("base64url")}`;
    const phone = createAuthenticator({ origin: app });
    await enrol(stage, await member(stage, "fay"), phone);
    expect((await signInByPasskey(stage, "fay", phone)).AuthenticationResult).toBeDefined();
  });
});

describe("AC-11: an answer", () => {
  let gina: Awaited<ReturnType<typeof passkeyHolder>>;
  let hana: Awaited<ReturnType<typeof passkeyHolder>>;
  beforeAll(async () => {
    gina = await passkeyHolder(stage, "gina");
    hana = await passkeyHolder(stage, "hana");
  });

  test.each<readonly [string, () => Mishap]>([
    ["to another challenge", () => ({ challenge: randomBytes(32).toString("base64url") })],
    ["from another origin", () => ({ origin: "https://evil.net" })],
    ["from its host over http", () => ({ origin: "http://example.com" })],
    ["from a frame of another site", () => ({ crossOrigin: true })],
    ["from a frame that names its site", () => ({ crossOrigin: true, topOrigin: "https://evil.net" })],
    ["from below another site without a frame", () => ({ topOrigin: "https://evil.net" })],
    ["for another relying party", () => ({ relyingPartyId: "evil.net" })],
    ["that is a registration", () => ({ type: "webauthn.create" })],
    ["without anybody there", () => ({ isPresent: false })],
    ["signed by another key", () => ({ key: generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey })],
    ["by an id that nobody has", () => ({ id: randomBytes(20).toString("base64url") })],
    ["by the passkey of somebody else", () => ({ id: hana.credentialId })],
    ["for somebody else", () => ({ userHandle: Buffer.from(hana.sub).toString("base64url") })],
  ])("%s is refused, and nothing says why", async (_name, mishap) => {
    const call = signInByPasskey(stage, "gina", gina.authenticator, mishap());
    await expectFailure(call, "NotAuthorizedException", incorrect);
    // A whole sign-in forgets the attempt, so that one story does not lock the next.
    await signInByPasskey(stage, "gina", gina.authenticator);
  });

  test("of somebody else's authenticator is refused", async () => {
    await expectFailure(
      signInByPasskey(stage, "gina", hana.authenticator),
      "NotAuthorizedException",
      incorrect,
    );
    await signInByPasskey(stage, "gina", gina.authenticator);
  });

  test("whose user was not verified is refused where the pool requires it, and good elsewhere", async () => {
    const strict = await setPasskeyStage(server, {
      RelyingPartyId: relyingPartyId,
      UserVerification: "required",
    });
    const person = await passkeyHolder(strict, "ada");
    const unverified = signInByPasskey(strict, "ada", person.authenticator, { isVerified: false });
    await expectFailure(unverified, "NotAuthorizedException", incorrect);
    const { AuthenticationResult } = await signInByPasskey(stage, "gina", gina.authenticator, {
      isVerified: false,
    });
    expect(AuthenticationResult).toBeDefined();
  });

  test("whose counter does not go on is refused: the authenticator has a twin", async () => {
    const ines = await member(stage, "ines");
    const key = createAuthenticator({ origin, isCounting: true });
    await enrol(stage, ines, key);
    const count = (counter: number) => told(signInByPasskey(stage, "ines", key, { counter }));
    expect(await count(5)).toBe("ok");
    expect(await count(5)).toBe(incorrect);
    expect(await count(4)).toBe(incorrect);
    expect(await count(0)).toBe(incorrect);
    expect(await count(6)).toBe("ok");
  });

  test("is good once", async () => {
    const challenge = await choose(stage, "gina");
    const responses = { USERNAME: "gina", CREDENTIAL: gina.authenticator.signIn(requestOptions(challenge)) };
    expect(await told(respond(stage, challenge, responses))).toBe("ok");
    const again = "Invalid session for the user, session can only be used once.";
    expect(await told(respond(stage, challenge, responses))).toBe(again);
    const next = await choose(stage, "gina");
    expect(await told(respond(stage, next, responses))).toBe(incorrect);
    await signInByPasskey(stage, "gina", gina.authenticator);
  });

  test("sent fifty times at once signs in once", async () => {
    const challenge = await choose(stage, "gina");
    const responses = { USERNAME: "gina", CREDENTIAL: gina.authenticator.signIn(requestOptions(challenge)) };
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, () => told(respond(stage, challenge, responses))),
    );
    expect(outcomes.filter((outcome) => outcome === "ok")).toHaveLength(1);
  });

  test("of one counter value to fifty challenges at once signs in once", async () => {
    const jana = await member(stage, "jana");
    const key = createAuthenticator({ origin });
    await enrol(stage, jana, key);
    const challenges = await Promise.all(Array.from({ length: 50 }, () => choose(stage, "jana")));
    const outcomes = await Promise.all(
      challenges.map((challenge) => {
        const CREDENTIAL = key.signIn(requestOptions(challenge), { counter: 7 });
        return told(respond(stage, challenge, { USERNAME: "jana", CREDENTIAL }));
      }),
    );
    expect(outcomes.filter((outcome) => outcome === "ok")).toHaveLength(1);
  });

  test("comes too late after the session's three minutes", async () => {
    const challenge = await choose(stage, "gina");
    const CREDENTIAL = gina.authenticator.signIn(requestOptions(challenge));
    server.advance(180);
    const late = "Invalid session for the user, session is expired.";
    expect(await told(respond(stage, challenge, { USERNAME: "gina", CREDENTIAL }))).toBe(late);
  });

  test("belongs to the session of its person, client and challenge (AP-11)", async () => {
    const invalid = "Invalid session for the user.";
    const challenge = await choose(stage, "gina");
    const CREDENTIAL = hana.authenticator.signIn(requestOptions(await choose(stage, "hana")));
    expect(await told(respond(stage, challenge, { USERNAME: "hana", CREDENTIAL }))).toBe(invalid);
    const ClientId = await passwordClient(server, stage.UserPoolId, {
      ExplicitAuthFlows: ["ALLOW_USER_AUTH"],
    });
    const own = gina.authenticator.signIn(requestOptions(challenge));
    const elsewhere = respond({ ...stage, ClientId }, challenge, { USERNAME: "gina", CREDENTIAL: own });
    expect(await told(elsewhere)).toBe(invalid);
    const renamed = { ...challenge, ChallengeName: "PASSWORD" as const };
    expect(await told(respond(stage, renamed, { USERNAME: "gina", PASSWORD: "x" }))).toBe(invalid);
    expect(await told(respond(stage, challenge, { USERNAME: "gina", CREDENTIAL: own }))).toBe("ok");
  });

  test.each([
    ["without a credential", {}],
    ["that is no JSON", { CREDENTIAL: "{" }],
    ["that is a list", { CREDENTIAL: "[]" }],
    ["without an id", { CREDENTIAL: '{"id":7}' }],
  ])("%s is a mistake of the app, and no attempt", async (_name, responses) => {
    const challenge = await choose(stage, "gina");
    const call = respond(stage, challenge, { USERNAME: "gina", ...responses });
    await expectFailure(call, "InvalidParameterException");
  });

  test.each([
    ["without its parts", (id: string) => JSON.stringify({ id })],
    [
      "of nonsense",
      (id: string) =>
        JSON.stringify({
          id,
          rawId: id,
          type: "public-key",
          response: { clientDataJSON: "e30", authenticatorData: "AAAA", signature: "AAAA" },
        }),
    ],
  ])("%s is refused like a wrong one", async (_name, credential) => {
    const challenge = await choose(stage, "gina");
    const call = respond(stage, challenge, { USERNAME: "gina", CREDENTIAL: credential(gina.credentialId) });
    await expectFailure(call, "NotAuthorizedException", incorrect);
    await signInByPasskey(stage, "gina", gina.authenticator);
  });
});

describe("wrong answers", () => {
  test("are counted with passwords, and lock the account (AC-03)", async () => {
    const kim = await passkeyHolder(stage, "kim");
    const wrong = () =>
      told(signInByPasskey(stage, "kim", kim.authenticator, { origin: "https://evil.net" }));
    for (let tries = 0; tries < 5; tries += 1) expect(await wrong()).toBe(incorrect);
    expect(await told(signInByPasskey(stage, "kim", kim.authenticator))).toBe(exceeded);
    server.advance(2);
    expect(await told(signInByPasskey(stage, "kim", kim.authenticator))).toBe("ok");
  });

  test("leave the session usable for the right one", async () => {
    const lea = await passkeyHolder(stage, "lea");
    const challenge = await choose(stage, "lea");
    const answer = (mishap: Mishap) =>
      told(
        respond(stage, challenge, {
          USERNAME: "lea",
          CREDENTIAL: lea.authenticator.signIn(requestOptions(challenge), mishap),
        }),
      );
    expect(await answer({ origin: "https://evil.net" })).toBe(incorrect);
    expect(await answer({})).toBe("ok");
  });
});

describe("whose state forbids it", () => {
  test("is told so after the right passkey, and not before", async () => {
    const mia = await passkeyHolder(stage, "mia");
    await server.admin.send(new AdminDisableUserCommand({ UserPoolId: stage.UserPoolId, Username: "mia" }));
    const call = (mishap: Mishap) => told(signInByPasskey(stage, "mia", mia.authenticator, mishap));
    expect(await call({ origin: "https://evil.net" })).toBe(incorrect);
    expect(await call({})).toBe("User is disabled.");
  });
});

describe("a relying party that moved", () => {
  test("no longer asks for its old passkeys", async () => {
    const moving = await setPasskeyStage(server);
    const nora = await passkeyHolder(moving, "nora");
    const challenge = await choose(moving, "nora");
    const { UserPoolId } = moving;
    const WebAuthnConfiguration = { RelyingPartyId: "app.example.com" };
    await server.admin.send(new SetUserPoolMfaConfigCommand({ UserPoolId, WebAuthnConfiguration }));
    const CREDENTIAL = nora.authenticator.signIn(requestOptions(challenge));
    expect(await told(respond(moving, challenge, { USERNAME: "nora", CREDENTIAL }))).toBe(incorrect);
    expect(await choose(moving, "nora")).toMatchObject({
      ChallengeName: "SELECT_CHALLENGE",
      AvailableChallenges: ["PASSWORD_SRP", "PASSWORD"],
    });
    const { AccessToken } = await signIn(server, moving.ClientId, "nora");
    const authenticator = createAuthenticator({ origin });
    const id = await enrol(moving, { AccessToken }, authenticator);
    const { allowCredentials } = JSON.parse(requestOptions(await choose(moving, "nora")));
    expect(allowCredentials).toEqual([expect.objectContaining({ id })]);
    expect(await told(signInByPasskey(moving, "nora", authenticator))).toBe("ok");
  });
});
