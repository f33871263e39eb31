/** Passkeys: made by somebody who is signed in, shown to nobody else, and gone when their owner says so. */
import {
  AdminDeleteUserCommand,
  DeleteWebAuthnCredentialCommand,
  GetUserCommand,
  ListWebAuthnCredentialsCommand,
  StartWebAuthnRegistrationCommand,
  UpdateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { poolId, sub } from "../src/core/ids.ts";
import type { Passkey } from "../src/core/passkeys/passkey.ts";
import { createAuthenticator } from "./support/authenticator.ts";
import {
  choose,
  completeRegistration,
  enrol,
  type Member,
  member,
  origin,
  type PasskeyStage,
  passkeyHolder,
  requestOptions,
  respond,
  setPasskeyStage,
  signInByPasskey,
  startRegistration,
} from "./support/passkeys.ts";
import { expectFailure, passwordClient, signIn, unsigned } from "./support/people.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;
let stage: PasskeyStage;

beforeAll(async () => {
  server = await startTestServer();
  stage = await setPasskeyStage(server);
});
afterAll(() => server.close());

const base64url = (bytes: number) =>
  expect.stringMatching(new RegExp(`^[\\w-]{${Math.ceil((bytes * 4) / 3)}}$`));
const list = (AccessToken: string, more: { MaxResults?: number; NextToken?: string } = {}) =>
  server.admin.send(new ListWebAuthnCredentialsCommand({ AccessToken, ...more }));
const drop = (AccessToken: string, CredentialId: string) =>
  server.admin.send(new DeleteWebAuthnCredentialCommand({ AccessToken, CredentialId }));

/** As storage has it; no door makes two at the same moment. */
function passkeyOf({ UserPoolId }: PasskeyStage, person: Member, credentialId: string): Passkey {
  return {
    poolId: poolId(UserPoolId),
    sub: sub(person.sub),
    credentialId,
    relyingPartyId: "example.com",
    publicKey: "",
    counter: 0,
    aaguid: "00000000-0000-0000-0000-000000000000",
    friendlyName: "Passkey",
    attachment: undefined,
    transports: [],
    isBackedUp: false,
    createdAt: 0,
    lastUsedAt: undefined,
  };
}

describe("the first call of a registration", () => {
  test("asks for a passkey that is found without a name, and for no statement about its maker", async () => {
    const ada = await member(stage, "ada");
    expect(await startRegistration(stage, ada.AccessToken)).toEqual({
      challenge: base64url(32),
      rp: { id: "example.com", name: "example.com" },
      user: { id: Buffer.from(ada.sub).toString("base64url"), name: "ada", displayName: "ada" },
      pubKeyCredParams: [-7, -8, -257].map((alg) => ({ alg, type: "public-key" })),
      timeout: 60_000,
      attestation: "none",
      excludeCredentials: [],
      authenticatorSelection: {
        residentKey: "required",
        requireResidentKey: true,
        userVerification: "preferred",
      },
      extensions: { credProps: true },
      hints: [],
    });
  });

  test("names the passkeys that there are, so that an authenticator makes no second one", async () => {
    const bea = await passkeyHolder(stage, "bea");
    expect(await startRegistration(stage, bea.AccessToken)).toMatchObject({
      excludeCredentials: [{ id: bea.credentialId, type: "public-key" }],
    });
  });

  test("asks for as much of the authenticator as the pool does", async () => {
    const ids = [
      [{ RelyingPartyId: "example.com", UserVerification: "required" }, "required"],
      [
        { RelyingPartyId: "example.com", FactorConfiguration: "MULTI_FACTOR_WITH_USER_VERIFICATION" },
        "required",
      ],
      [{ RelyingPartyId: "example.com", FactorConfiguration: "SINGLE_FACTOR" }, "preferred"],
    ] as const;
    for (const [configuration, userVerification] of ids) {
      const strict = await setPasskeyStage(server, configuration);
      const { AccessToken } = await member(strict, "ada");
      const options = await startRegistration(strict, AccessToken);
      expect(options).toMatchObject({ authenticatorSelection: { userVerification } });
    }
  });

  test("without a configured relying party is for the server's own host", async () => {
    const plain = await setPasskeyStage(server, null);
    const cleo = await member(plain, "cleo");
    expect(await startRegistration(plain, cleo.AccessToken)).toMatchObject({ rp: { id: "localhost" } });
    const authenticator = createAuthenticator({ origin: "http://localhost:3000" });
    await enrol(plain, cleo, authenticator);
    expect((await signInByPasskey(plain, "cleo", authenticator)).AuthenticationResult).toBeDefined();
  });

  test("is refused where passkeys are no way in", async () => {
    const without = await setPasskeyStage(server, undefined, { Policies: {} });
    const { AccessToken } = await member(without, "ada");
    await expectFailure(startRegistration(without, AccessToken), "WebAuthnNotEnabledException");
  });

  test("is refused in the Lite tier, and through a client that cannot ask for one", async () => {
    const lite = await setPasskeyStage(server, undefined, { UserPoolTier: "LITE", Policies: {} });
    const { AccessToken } = await member(lite, "ada");
    await expectFailure(startRegistration(lite, AccessToken), "WebAuthnNotEnabledException");
    const ClientId = await passwordClient(server, stage.UserPoolId);
    await member(stage, "dora");
    const other = await signIn(server, ClientId, "dora");
    await expectFailure(startRegistration(stage, other.AccessToken), "WebAuthnNotEnabledException");
  });
});

describe("the second call", () => {
  test("adds the passkey, and its owner sees it", async () => {
    const { AccessToken } = await member(stage, "emma");
    const platform = await enrol(stage, { AccessToken }, createAuthenticator({ origin }));
    server.advance(1);
    const roaming = await enrol(
      stage,
      { AccessToken },
      createAuthenticator({ origin, attachment: "cross-platform" }),
    );
    const common = { RelyingPartyId: "example.com", CreatedAt: expect.any(Date) };
    const expected = [
      {
        ...common,
        CredentialId: platform,
        AuthenticatorAttachment: "platform",
        AuthenticatorTransports: ["hybrid", "internal"],
        FriendlyCredentialName: "Platform passkey",
      },
      {
        ...common,
        CredentialId: roaming,
        AuthenticatorAttachment: "cross-platform",
        AuthenticatorTransports: ["usb"],
        FriendlyCredentialName: "Roaming passkey",
      },
    ];
    expect((await list(AccessToken)).Credentials).toEqual(expected);
  });

  test("of fifty at once with the same answer adds one (AC-11)", async () => {
    const { AccessToken } = await member(stage, "flo");
    const credential = createAuthenticator({ origin }).register(await startRegistration(stage, AccessToken));
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, () => completeRegistration(stage, AccessToken, credential)),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await list(AccessToken)).Credentials).toHaveLength(1);
  });

  test("takes twenty passkeys of a person and no more", async () => {
    const { AccessToken } = await member(stage, "gina");
    const authenticator = createAuthenticator({ origin });
    for (let made = 0; made < 19; made += 1) await enrol(stage, { AccessToken }, authenticator);
    const last = authenticator.register(await startRegistration(stage, AccessToken));
    await completeRegistration(stage, AccessToken, last);
    await expectFailure(startRegistration(stage, AccessToken), "LimitExceededException");
    await drop(AccessToken, last.id);
    await enrol(stage, { AccessToken }, authenticator);
    expect((await list(AccessToken)).Credentials).toHaveLength(20);
  });

  test("counts again: another registration may have ended while this one began", async () => {
    const greta = await member(stage, "greta");
    const credential = createAuthenticator({ origin }).register(
      await startRegistration(stage, greta.AccessToken),
    );
    await server.world.store.write(async ({ passkeys }) => {
      for (let index = 0; index < 20; index += 1) {
        await passkeys.insert(passkeyOf(stage, greta, `made-${index}`));
      }
    });
    await expectFailure(completeRegistration(stage, greta.AccessToken, credential), "LimitExceededException");
  });
});

describe("the list", () => {
  test("comes in pages, whose tokens are good for this list alone (AP-12)", async () => {
    const hana = await member(stage, "hana");
    const made: string[] = [];
    for (let index = 0; index < 5; index += 1) {
      made.push(await enrol(stage, hana, createAuthenticator({ origin })));
      server.advance(1);
    }
    const seen: string[] = [];
    let NextToken: string | undefined;
    do {
      const page = await list(hana.AccessToken, { MaxResults: 2, ...(NextToken && { NextToken }) });
      seen.push(...(page.Credentials ?? []).map(({ CredentialId = "" }) => CredentialId));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    expect(seen).toEqual(made);
    const { NextToken: token = "" } = await list(hana.AccessToken, { MaxResults: 2 });
    const ines = await member(stage, "ines");
    await expectFailure(list(ines.AccessToken, { NextToken: token }), "InvalidParameterException");
    await expectFailure(list(hana.AccessToken, { NextToken: `${token}x` }), "InvalidParameterException");
  });

  test("has no more than twenty to a page", async () => {
    const { AccessToken } = await member(stage, "jana");
    await expectFailure(list(AccessToken, { MaxResults: 21 }), "InvalidParameterException");
    expect((await list(AccessToken, { MaxResults: 0 })).Credentials).toEqual([]);
  });
});

describe("a deleted passkey", () => {
  test("is gone, and signs nobody in, not even with a challenge from before", async () => {
    const kim = await passkeyHolder(stage, "kim");
    const challenge = await choose(stage, "kim");
    const CREDENTIAL = kim.authenticator.signIn(requestOptions(challenge));
    await drop(kim.AccessToken, kim.credentialId);
    await expectFailure(respond(stage, challenge, { USERNAME: "kim", CREDENTIAL }), "NotAuthorizedException");
    expect((await list(kim.AccessToken)).Credentials).toEqual([]);
    await expectFailure(drop(kim.AccessToken, kim.credentialId), "ResourceNotFoundException");
  });

  test("can be deleted by its owner alone", async () => {
    const lea = await passkeyHolder(stage, "lea");
    const mia = await member(stage, "mia");
    await expectFailure(drop(mia.AccessToken, lea.credentialId), "ResourceNotFoundException");
    expect((await list(lea.AccessToken)).Credentials).toHaveLength(1);
  });

  test("goes with its person, and its id is free again", async () => {
    const nora = await passkeyHolder(stage, "nora");
    await server.admin.send(new AdminDeleteUserCommand({ UserPoolId: stage.UserPoolId, Username: "nora" }));
    const olga = await member(stage, "olga");
    await enrol(stage, olga, createAuthenticator({ origin }), { id: nora.credentialId });
  });
});

describe("who is refused", () => {
  test("a stranger without a token, and a token that is none", async () => {
    const bodies = {
      StartWebAuthnRegistration: {},
      CompleteWebAuthnRegistration: { Credential: {} },
      ListWebAuthnCredentials: {},
      DeleteWebAuthnCredential: { CredentialId: "x" },
    };
    for (const [operation, body] of Object.entries(bodies)) {
      expect(await unsigned(server, operation, body)).toBe("InvalidParameterException");
      const forged = { ...body, AccessToken: "e30.e30.e30" };
      expect(await unsigned(server, operation, forged)).toBe("NotAuthorizedException");
    }
  });

  test("a token that was revoked", async () => {
    const pia = await member(stage, "pia");
    await server.admin.send(new GetUserCommand({ AccessToken: pia.AccessToken }));
    await server.admin.send(new AdminDeleteUserCommand({ UserPoolId: stage.UserPoolId, Username: "pia" }));
    await expectFailure(
      server.admin.send(new StartWebAuthnRegistrationCommand({ AccessToken: pia.AccessToken })),
      "UserNotFoundException",
    );
  });
});

describe("a pool", () => {
  test("lets nobody in by an authenticator app alone", async () => {
    const AllowedFirstAuthFactors = ["PASSWORD" as const, "SOFTWARE_TOKEN" as const];
    const Policies = { SignInPolicy: { AllowedFirstAuthFactors } };
    const update = new UpdateUserPoolCommand({ UserPoolId: stage.UserPoolId, Policies });
    await expectFailure(server.admin.send(update), "InvalidParameterException");
  });
});
