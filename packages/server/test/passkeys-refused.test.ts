/** What is not a passkey for this pool, this client and this moment is not registered, and its exception says why (AC-11). */
import { randomBytes, sign } from "node:crypto";
import { SetUserPoolMfaConfigCommand } from "@aws-sdk/client-cognito-identity-provider";
import { generate } from "selfsigned";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAuthenticator, type Mishap } from "./support/authenticator.ts";
import type { Cbor } from "./support/cbor.ts";
import {
  choiceFlows,
  completeRegistration,
  enrol,
  type Member,
  member,
  origin,
  type PasskeyStage,
  passkeyHolder,
  relyingPartyId,
  setPasskeyStage,
  signInByPasskey,
  startRegistration,
} from "./support/passkeys.ts";
import { expectFailure, passwordClient, signIn } from "./support/people.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;
let stage: PasskeyStage;
let strict: PasskeyStage;
let ada: Member;

beforeAll(async () => {
  server = await startTestServer();
  stage = await setPasskeyStage(server);
  strict = await setPasskeyStage(server, { RelyingPartyId: relyingPartyId, UserVerification: "required" });
  ada = await member(stage, "ada");
});
afterAll(() => server.close());

const refuses = (mishap: Mishap, exception: string) =>
  expectFailure(enrol(stage, ada, createAuthenticator({ origin }), mishap), exception);

describe("AC-11: a registration", () => {
  const challengeNotFound = "WebAuthnChallengeNotFoundException";
  const originNotAllowed = "WebAuthnOriginNotAllowedException";
  const notSupported = "WebAuthnCredentialNotSupportedException";

  test.each<readonly [string, Mishap, string]>([
    ["to another challenge", { challenge: randomBytes(32).toString("base64url") }, challengeNotFound],
    ["to no challenge", { challenge: "" }, challengeNotFound],
    ["for another origin", { origin: "https://example.com.evil.net" }, originNotAllowed],
    ["for its own host over http", { origin: "http://example.com" }, originNotAllowed],
    ["in a frame of another site", { crossOrigin: true }, originNotAllowed],
    [
      "in a frame that names its site",
      { crossOrigin: true, topOrigin: "https://evil.net" },
      originNotAllowed,
    ],
    ["with a site above it and no frame", { topOrigin: "https://evil.net" }, originNotAllowed],
    ["for another relying party", { relyingPartyId: "evil.net" }, "WebAuthnRelyingPartyMismatchException"],
    ["that is a sign-in", { type: "webauthn.get" }, "InvalidParameterException"],
    ["without anybody there", { isPresent: false }, notSupported],
    ["with an algorithm that nobody asked for", { algorithm: -35 }, notSupported],
  ])("%s is refused", async (_name, mishap, exception) => {
    await refuses(mishap, exception);
  });

  test("whose user was not verified is refused where the pool requires it, and good elsewhere", async () => {
    const bea = await member(strict, "bea");
    const careless = createAuthenticator({ origin, isVerifying: false });
    const unverified = "The authenticator did not verify its user.";
    await expectFailure(enrol(strict, bea, careless), notSupported, unverified);
    await enrol(stage, await member(stage, "bea"), careless);
  });

  test("with a certificate of its own making is refused: x5c brings no root", async () => {
    const subject = Object.entries({ C: "SE", O: "Evil", OU: "Authenticator Attestation", CN: "Evil" });
    const { cert, private: key } = await generate(
      subject.map(([shortName, value]) => ({ shortName, value })),
      {
        keyType: "ec",
        algorithm: "sha256",
        extensions: [{ name: "basicConstraints", cA: false, critical: true }],
      },
    );
    const der = Buffer.from(cert.replace(/-----.*?-----|\s/g, ""), "base64");
    const statement = (signed: Buffer) =>
      new Map<string, Cbor>([
        ["alg", -7],
        ["sig", sign("sha256", signed, key)],
        ["x5c", [der]],
      ]);
    await refuses({ attest: (signed) => ({ format: "packed", statement: statement(signed) }) }, notSupported);
  });

  test("with a statement signed by the new key itself is good, and with a wrong one refused", async () => {
    const attest: Mishap["attest"] = (signed, own) => ({
      format: "packed",
      statement: new Map<string, Cbor>([
        ["alg", -7],
        ["sig", sign("sha256", signed, own)],
      ]),
    });
    await enrol(stage, ada, createAuthenticator({ origin }), { attest });
    await refuses({ attest: (signed, own) => attest(Buffer.concat([signed, signed]), own) }, notSupported);
  });

  test.each(["fido-u2f", "android-key", "android-safetynet", "apple", "tpm", "unheard-of"])(
    "with a statement of the kind %s is refused",
    async (format) => {
      await refuses({ attest: () => ({ format, statement: new Map() }) }, notSupported);
    },
  );

  test("that is no credential is refused", async () => {
    const whole = createAuthenticator({ origin }).register(await startRegistration(stage, ada.AccessToken));
    const broken: readonly Readonly<Record<string, unknown>>[] = [
      {},
      { ...whole, id: undefined },
      { ...whole, type: "password" },
      { ...whole, response: {} },
      { ...whole, response: { ...whole.response, clientDataJSON: "!" } },
      { ...whole, response: { ...whole.response, clientDataJSON: "e30" } },
      { ...whole, response: { ...whole.response, attestationObject: "oA" } },
      { ...whole, response: { ...whole.response, attestationObject: "A".repeat(70_000) } },
      { ...whole, response: { ...whole.response, transports: "usb" } },
    ];
    for (const credential of broken) {
      const call = completeRegistration(stage, ada.AccessToken, credential as typeof whole);
      await expectFailure(call, "InvalidParameterException");
    }
    const renamed = completeRegistration(stage, ada.AccessToken, { ...whole, id: "AAAA", rawId: "AAAA" });
    await expectFailure(renamed, notSupported);
    await completeRegistration(stage, ada.AccessToken, whole);
  });

  test("is good once", async () => {
    const cleo = await member(stage, "cleo");
    const credential = createAuthenticator({ origin }).register(
      await startRegistration(stage, cleo.AccessToken),
    );
    await completeRegistration(stage, cleo.AccessToken, credential);
    await expectFailure(completeRegistration(stage, cleo.AccessToken, credential), challengeNotFound);
  });

  test("is good for five minutes, and until another one is begun", async () => {
    const dora = await member(stage, "dora");
    const authenticator = createAuthenticator({ origin });
    const first = authenticator.register(await startRegistration(stage, dora.AccessToken));
    const second = authenticator.register(await startRegistration(stage, dora.AccessToken));
    await expectFailure(completeRegistration(stage, dora.AccessToken, first), challengeNotFound);
    server.advance(5 * 60);
    await expectFailure(completeRegistration(stage, dora.AccessToken, second), challengeNotFound);
  });

  test("that was never begun is refused", async () => {
    const emma = await member(stage, "emma");
    const credential = createAuthenticator({ origin }).register(
      await startRegistration(stage, ada.AccessToken),
    );
    await expectFailure(completeRegistration(stage, emma.AccessToken, credential), challengeNotFound);
  });

  test("begun through another client is refused", async () => {
    const ClientId = await passwordClient(server, stage.UserPoolId, { ExplicitAuthFlows: [...choiceFlows] });
    const elsewhere = await signIn(server, ClientId, "ada");
    const credential = createAuthenticator({ origin }).register(
      await startRegistration(stage, ada.AccessToken),
    );
    const call = completeRegistration(stage, elsewhere.AccessToken, credential);
    await expectFailure(call, "WebAuthnClientMismatchException");
  });

  test("of a passkey that is somebody's already is refused", async () => {
    const flo = await passkeyHolder(stage, "flo");
    await refuses({ id: flo.credentialId }, notSupported);
    expect((await signInByPasskey(stage, "flo", flo.authenticator)).AuthenticationResult).toBeDefined();
  });

  test("for a relying party that the pool has left meanwhile is refused", async () => {
    const moving = await setPasskeyStage(server);
    const gina = await member(moving, "gina");
    const credential = createAuthenticator({ origin }).register(
      await startRegistration(moving, gina.AccessToken),
    );
    const { UserPoolId } = moving;
    const WebAuthnConfiguration = { RelyingPartyId: "app.example.com" };
    await server.admin.send(new SetUserPoolMfaConfigCommand({ UserPoolId, WebAuthnConfiguration }));
    const call = completeRegistration(moving, gina.AccessToken, credential);
    await expectFailure(call, "WebAuthnRelyingPartyMismatchException");
  });
});
