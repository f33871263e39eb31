/** USER_SRP_AUTH: a password is proven without being sent, and nothing but the right proof gets in (cognito.md §5.1). */
import {
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  AdminSetUserPasswordCommand,
  InitiateAuthCommand,
  type InitiateAuthCommandOutput,
  RespondToAuthChallengeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { disable } from "./support/mishaps.ts";
import { initiate, invite, told, wrongPassword } from "./support/password-flow.ts";
import { expectFailure, passwordClient } from "./support/people.ts";
import { createClient, createPerson, createPool, password, type TestClient } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { secretHash } from "./support/sign-in.ts";
import { createSrpClient } from "./support/srp-client.ts";
import { verifiedClaims } from "./support/verified-claims.ts";

let server: TestServer;
let UserPoolId: string;
let client: TestClient;
let discreet: TestClient;

const incorrect = "Incorrect username or password.";
const ExplicitAuthFlows = ["ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH"] as const;

beforeAll(async () => {
  server = await startTestServer();
  UserPoolId = await createPool(server, { AliasAttributes: ["email"] });
  client = await createClient(server, UserPoolId, { ExplicitAuthFlows: [...ExplicitAuthFlows] });
  discreet = await createClient(server, UserPoolId, {
    ExplicitAuthFlows: [...ExplicitAuthFlows],
    PreventUserExistenceErrors: "ENABLED",
  });
  await createPerson(server, UserPoolId, "ada", { email: "ada@example.com", email_verified: "true" });
});
afterAll(() => server.close());

type Parameters = Readonly<Record<string, string>>;

function begin(AuthParameters: Parameters, { clientId: ClientId }: TestClient = client) {
  return server.admin.send(
    new InitiateAuthCommand({ ClientId, AuthFlow: "USER_SRP_AUTH", AuthParameters: { ...AuthParameters } }),
  );
}

function prove(ChallengeResponses: Parameters, { clientId: ClientId }: TestClient = client) {
  return server.admin.send(
    new RespondToAuthChallengeCommand({
      ClientId,
      ChallengeName: "PASSWORD_VERIFIER",
      ChallengeResponses: { ...ChallengeResponses },
    }),
  );
}

interface Proof {
  readonly challenge: InitiateAuthCommandOutput;
  readonly responses: Parameters;
}

/** Everything up to the answer, which is not sent. */
async function proof(name: string, given: string, app: TestClient = client): Promise<Proof> {
  const srp = createSrpClient();
  const challenge = await begin({ USERNAME: name, SRP_A: srp.start(), ...secretHash(app, name) }, app);
  const USERNAME = challenge.ChallengeParameters?.["USER_ID_FOR_SRP"] ?? "";
  const claim = srp.answer(challenge.ChallengeParameters, given, UserPoolId, server.clock.now());
  return { challenge, responses: { USERNAME, ...secretHash(app, USERNAME), ...claim } };
}

const attempt = async (name: string, given: string, app: TestClient = client): Promise<string> =>
  told(prove((await proof(name, given, app)).responses, app));

describe("the right proof", () => {
  test("signs in, by the username and by an alias, and the tokens are good", async () => {
    for (const name of ["ada", "ada@example.com"]) {
      const { challenge, responses } = await proof(name, password);
      expect(challenge.ChallengeName).toBe("PASSWORD_VERIFIER");
      expect(responses["USERNAME"]).toBe("ada");
      const { AuthenticationResult } = await prove(responses);
      const claims = await verifiedClaims(server, UserPoolId, AuthenticationResult?.AccessToken ?? "");
      expect(claims).toMatchObject({ username: "ada", client_id: client.clientId });
      expect(AuthenticationResult?.RefreshToken).toBeDefined();
    }
  });

  test("signs in at the administrator's door", async () => {
    const srp = createSrpClient();
    const { clientId: ClientId } = client;
    const { ChallengeParameters, ChallengeName } = await server.admin.send(
      new AdminInitiateAuthCommand({
        UserPoolId,
        ClientId,
        AuthFlow: "USER_SRP_AUTH",
        AuthParameters: { USERNAME: "ada", SRP_A: srp.start() },
      }),
    );
    const claim = srp.answer(ChallengeParameters, password, UserPoolId, server.clock.now());
    const { AuthenticationResult } = await server.admin.send(
      new AdminRespondToAuthChallengeCommand({
        UserPoolId,
        ClientId,
        ChallengeName,
        ChallengeResponses: { USERNAME: "ada", ...claim },
      }),
    );
    expect(AuthenticationResult?.IdToken).toBeDefined();
  });

  test("of a temporary password asks for one of one's own, which then works by SRP", async () => {
    await invite(server, UserPoolId, "bea");
    const { responses } = await proof("bea", password);
    const { ChallengeName, Session } = await prove(responses);
    expect(ChallengeName).toBe("NEW_PASSWORD_REQUIRED");
    const ChallengeResponses = { USERNAME: "bea", NEW_PASSWORD: "Another-Horse-8" };
    const { clientId: ClientId } = client;
    await server.admin.send(
      new RespondToAuthChallengeCommand({ ClientId, ChallengeName, Session, ChallengeResponses }),
    );
    expect(await attempt("bea", "Another-Horse-8")).toBe("ok");
    expect(await attempt("bea", password)).toBe(incorrect);
  });

  test("of a password that an administrator replaced meanwhile is worth nothing", async () => {
    await createPerson(server, UserPoolId, "cleo");
    const { responses } = await proof("cleo", password);
    const Password = "Another-Horse-8";
    await server.admin.send(
      new AdminSetUserPasswordCommand({ UserPoolId, Username: "cleo", Password, Permanent: true }),
    );
    await expectFailure(prove(responses), "NotAuthorizedException", "Invalid session for the user.");
  });

  test("by somebody disabled says so, as a password would", async () => {
    const dora = await createPerson(server, UserPoolId, "dora");
    await disable(server, UserPoolId, dora);
    expect(await attempt("dora", password)).toBe("User is disabled.");
    expect(await attempt("dora", wrongPassword)).toBe(incorrect);
  });

  test("AP-10: needs the SECRET_HASH of the name in each call, where the client has a secret", async () => {
    const confidential = await createClient(server, UserPoolId, {
      ExplicitAuthFlows: [...ExplicitAuthFlows],
      GenerateSecret: true,
    });
    expect(await attempt("ada@example.com", password, confidential)).toBe("ok");
    const { responses } = await proof("ada@example.com", password, confidential);
    const ofTheAlias = { ...responses, ...secretHash(confidential, "ada@example.com") };
    const unable = `Unable to verify secret hash for client ${confidential.clientId}`;
    await expectFailure(prove(ofTheAlias, confidential), "NotAuthorizedException", unable);
    const { SECRET_HASH: _, ...without } = responses;
    const missing = `Client ${confidential.clientId} is configured with secret but SECRET_HASH was not received`;
    await expectFailure(prove(without, confidential), "NotAuthorizedException", missing);
  });
});

describe("AP-11: a proof", () => {
  const invalid = "Invalid session for the user.";

  test("is used once, of fifty at once one", async () => {
    const { responses } = await proof("ada", password);
    const answers = await Promise.all(Array.from({ length: 50 }, () => told(prove(responses))));
    const usedOnce = "Invalid session for the user, session can only be used once.";
    expect(answers.toSorted()).toEqual([...Array<string>(49).fill(usedOnce), "ok"]);
  });

  test("is of one client", async () => {
    const other = { clientId: await passwordClient(server, UserPoolId), clientSecret: "" };
    const { responses } = await proof("ada", password);
    await expectFailure(prove(responses, other), "NotAuthorizedException", invalid);
  });

  test("is of one person", async () => {
    await createPerson(server, UserPoolId, "ella");
    const { responses } = await proof("ada", password);
    await expectFailure(prove({ ...responses, USERNAME: "ella" }), "NotAuthorizedException", invalid);
  });

  test("lives three minutes", async () => {
    const { responses } = await proof("ada", password);
    server.advance(180);
    const expired = "Invalid session for the user, session is expired.";
    await expectFailure(prove(responses), "NotAuthorizedException", expired);
  });

  test("whose secret block was altered is refused before anything is computed", async () => {
    const { responses } = await proof("ada", password);
    for (const block of ["AAAA", "not base64!", "", "A".repeat(20_000)]) {
      const answer = await told(prove({ ...responses, PASSWORD_CLAIM_SECRET_BLOCK: block }));
      expect([invalid, "Missing required parameter PASSWORD_CLAIM_SECRET_BLOCK"]).toContain(answer);
    }
  });

  test("with another signature, another time or another block is wrong", async () => {
    await createPerson(server, UserPoolId, "fay");
    const { responses } = await proof("fay", password);
    const another = await proof("fay", password);
    const changes: Parameters[] = [
      { PASSWORD_CLAIM_SIGNATURE: another.responses["PASSWORD_CLAIM_SIGNATURE"] ?? "" },
      { TIMESTAMP: "Thu Jan 1 00:00:00 UTC 1970" },
      { PASSWORD_CLAIM_SECRET_BLOCK: another.responses["PASSWORD_CLAIM_SECRET_BLOCK"] ?? "" },
      { PASSWORD_CLAIM_SIGNATURE: "" },
    ];
    for (const change of changes) {
      const answer = await told(prove({ ...responses, ...change }));
      expect([incorrect, "Missing required parameter PASSWORD_CLAIM_SIGNATURE"]).toContain(answer);
    }
    expect(await told(prove(responses))).toBe("ok");
  });
});

test.each([
  ["a padded day", "Sun Dec 06 03:00:00 UTC 2026"],
  ["another language", "So Dez 6 03:00:00 UTC 2026"],
  ["another form", "2026-12-06T03:00:00.000Z"],
])(
  "a time that is signed with %s is refused in the service's words, and uses nothing up",
  async (_what, TIMESTAMP) => {
    const { responses } = await proof("ada", password);
    const refusal = "TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.";
    await expectFailure(prove({ ...responses, TIMESTAMP }), "InvalidParameterException", refusal);
    expect(await told(prove(responses))).toBe("ok");
  },
);

test.each(["0", "00", "z", "", "-1", "f".repeat(769)])("SRP_A %j is refused at once", async (SRP_A) => {
  const messages = ["SRP_A is not a number of the group.", "Missing required parameter SRP_A"];
  const answer = begin({ USERNAME: "ada", SRP_A });
  await expect(answer).rejects.toMatchObject({ name: "InvalidParameterException" });
  expect(messages).toContain(await told(begin({ USERNAME: "ada", SRP_A })));
});

test("a multiple of N as SRP_A, which would make every password right, is refused", async () => {
  const { N_hex } = (await import("../src/crypto/srp-vectors.json", { with: { type: "json" } })).default;
  for (const SRP_A of [N_hex, (BigInt(`0x${N_hex}`) * 2n).toString(16)]) {
    const answer = begin({ USERNAME: "ada", SRP_A });
    await expectFailure(answer, "InvalidParameterException", "SRP_A is not a number of the group.");
  }
});

describe("HP-06: a name nobody has", () => {
  test("is told at once by a client that tells", async () => {
    const SRP_A = createSrpClient().start();
    await expectFailure(
      begin({ USERNAME: "nobody", SRP_A }),
      "UserNotFoundException",
      "User does not exist.",
    );
  });

  test("gets a challenge like anybody's from one that does not, with the same salt every time", async () => {
    const SRP_A = createSrpClient().start();
    const ask = async (USERNAME: string) =>
      (await begin({ USERNAME, SRP_A }, discreet)).ChallengeParameters ?? {};
    const [first, again, other, real] = [
      await ask("nobody"),
      await ask("nobody"),
      await ask("no-one"),
      await ask("ada"),
    ];
    expect(Object.keys(first).toSorted()).toEqual(Object.keys(real).toSorted());
    expect(first["SALT"]).toBe(again["SALT"]);
    expect(first["SALT"]).not.toBe(other["SALT"]);
    expect(first["SRP_B"]).not.toBe(again["SRP_B"]);
    expect(first["USER_ID_FOR_SRP"]).toBe("nobody");
    expect(first["SECRET_BLOCK"]?.length).toBeGreaterThan(1000);
    for (const address of ["nobody@example.com", "nobody＠example.com"]) {
      expect((await ask(address))["USER_ID_FOR_SRP"]).toMatch(
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      );
    }
  });

  test("HP-06: comes back as it is where it looks like an address by which nobody goes", async () => {
    const pool = await createPool(server, { AliasAttributes: ["phone_number", "preferred_username"] });
    const app = await createClient(server, pool, {
      ExplicitAuthFlows: [...ExplicitAuthFlows],
      PreventUserExistenceErrors: "ENABLED",
    });
    await createPerson(server, pool, "ada@example.com");
    const SRP_A = createSrpClient().start();
    for (const USERNAME of ["ada@example.com", "nobody@example.com"]) {
      const { ChallengeParameters } = await begin({ USERNAME, SRP_A }, app);
      expect(ChallengeParameters).toMatchObject({ USERNAME, USER_ID_FOR_SRP: USERNAME });
    }
  });

  test("HP-06: comes back in one spelling where case does not count, and answers in any, as anybody's does", async () => {
    const pool = await createPool(server, { UsernameConfiguration: { CaseSensitive: false } });
    const app = await createClient(server, pool, {
      ExplicitAuthFlows: [...ExplicitAuthFlows],
      PreventUserExistenceErrors: "ENABLED",
    });
    await createPerson(server, pool, "ada");
    for (const name of ["ada", "nobody"]) {
      const srp = createSrpClient();
      const inCapitals = { USERNAME: name.toUpperCase(), SRP_A: srp.start() };
      const { ChallengeParameters } = await begin(inCapitals, app);
      expect(ChallengeParameters).toMatchObject({ USERNAME: name, USER_ID_FOR_SRP: name });
      const claim = srp.answer(ChallengeParameters, wrongPassword, pool, server.clock.now());
      // Begun in capitals, and answered in others.
      const USERNAME = `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
      expect(await told(prove({ USERNAME, ...claim }, app))).toBe(incorrect);
    }
  });

  test("fails and locks like a wrong password of somebody", async () => {
    await createPerson(server, UserPoolId, "gwen");
    const story = async (name: string): Promise<readonly string[]> => {
      const answers: string[] = [];
      while (answers.length < 6) answers.push(await attempt(name, wrongPassword, discreet));
      return answers;
    };
    const expected = [...Array<string>(5).fill(incorrect), "Password attempts exceeded"];
    expect(await story("gwen")).toEqual(expected);
    expect(await story("never")).toEqual(expected);
    expect(await told(initiate(server, discreet.clientId, { USERNAME: "gwen", PASSWORD: password }))).toBe(
      "Password attempts exceeded",
    );
  });
});

test("AC-02: of a hundred wrong proofs at once five are looked at", async () => {
  await createPerson(server, UserPoolId, "hana");
  const proofs = await Promise.all(Array.from({ length: 10 }, () => proof("hana", wrongPassword)));
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, index) => told(prove(proofs[index % 10]?.responses ?? {}))),
  );
  expect(answers.filter((answer) => answer === incorrect)).toHaveLength(5);
  expect(answers.filter((answer) => answer === "Password attempts exceeded")).toHaveLength(95);
});
