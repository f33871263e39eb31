/** What an app's people agree to: the operations, and the links on the pages. */
import {
  CreateTermsCommand,
  type CreateTermsCommandInput,
  DeleteTermsCommand,
  DescribeTermsByClientCommand,
  DescribeTermsCommand,
  ListTermsCommand,
  UpdateTermsCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { textOf } from "./support/browser.ts";
import { browserOf, queryOf, type Stage, setStage } from "./support/hosted.ts";
import { expectFailure, unsigned } from "./support/people.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;
let stage: Stage;
let UserPoolId: string;
let ClientId: string;

beforeAll(async () => {
  server = await startTestServer();
});
beforeEach(async () => {
  stage = await setStage(server);
  UserPoolId = stage.poolId;
  ClientId = stage.client.clientId;
});
afterAll(() => server.close());

const noTerms = "11111111-1111-4111-8111-111111111111";
const Links = { "cognito:default": "https://example.com/terms", "cognito:german": "https://example.com/agb" };

const create = async (input: Partial<CreateTermsCommandInput> = {}) => {
  const base = {
    UserPoolId,
    ClientId,
    TermsName: "terms-of-use",
    TermsSource: "LINK",
    Enforcement: "NONE",
    Links,
  } as const;
  return (await server.admin.send(new CreateTermsCommand({ ...base, ...input }))).Terms;
};
const privacy = { TermsName: "privacy-policy", Links: { "cognito:default": "https://example.com/privacy" } };

describe("terms", () => {
  test("are answered as they were made and as they were changed, by their id and by their app", async () => {
    const made = await create();
    const TermsId = made?.TermsId ?? "";
    expect(made).toMatchObject({
      UserPoolId,
      ClientId,
      TermsName: "terms-of-use",
      TermsSource: "LINK",
      Enforcement: "NONE",
      Links,
    });
    expect((await server.admin.send(new DescribeTermsCommand({ UserPoolId, TermsId }))).Terms).toEqual(made);
    const changed = await server.admin.send(
      new UpdateTermsCommand({ UserPoolId, TermsId, Links: { "cognito:default": "https://example.org/t" } }),
    );
    expect(changed.Terms).toMatchObject({
      TermsId,
      TermsName: "terms-of-use",
      Links: { "cognito:default": "https://example.org/t" },
    });
    const byClient = new DescribeTermsByClientCommand({ UserPoolId, ClientId, TermsName: "terms-of-use" });
    expect((await server.admin.send(byClient)).Terms).toEqual(changed.Terms);
    await server.admin.send(new DeleteTermsCommand({ UserPoolId, TermsId }));
    await expectFailure(server.admin.send(byClient), "ResourceNotFoundException", "Terms do not exist.");
    await expectFailure(
      server.admin.send(new DeleteTermsCommand({ UserPoolId, TermsId })),
      "ResourceNotFoundException",
    );
  });

  test("are listed page by page", async () => {
    await create();
    await create(privacy);
    const first = await server.admin.send(new ListTermsCommand({ UserPoolId, MaxResults: 1 }));
    const { NextToken } = first;
    const second = await server.admin.send(new ListTermsCommand({ UserPoolId, MaxResults: 1, NextToken }));
    const names = [...(first.Terms ?? []), ...(second.Terms ?? [])].map(({ TermsName }) => TermsName);
    expect(names.toSorted()).toEqual(["privacy-policy", "terms-of-use"]);
    expect(second.NextToken).toBeUndefined();
    await expectFailure(
      server.admin.send(new ListTermsCommand({ UserPoolId, NextToken: "made-up" })),
      "InvalidParameterException",
    );
  });

  test("are one of each name for an app", async () => {
    await create();
    const other = await create(privacy);
    await expectFailure(create(), "TermsExistsException", "terms-of-use already exists for the app client.");
    const rename = new UpdateTermsCommand({ UserPoolId, TermsId: other?.TermsId, TermsName: "terms-of-use" });
    await expectFailure(server.admin.send(rename), "TermsExistsException");
  });

  test.each([
    ["no default", { "cognito:german": "https://example.com" }],
    ["a script", { "cognito:default": "javascript:alert(1)" }],
    ["plain http", { "cognito:default": "http://example.com/terms" }],
    ["a path", { "cognito:default": "//evil.example" }],
    ["a name in it", { "cognito:default": "https://user:pass@example.com" }],
    [
      "a language that is none",
      { "cognito:default": "https://example.com", "cognito:klingon": "https://example.com" },
    ],
  ])("HP-10: refuse links with %s", async (_what, links) => {
    await expectFailure(create({ Links: links }), "InvalidParameterException");
  });

  test("are for pools and apps that are there, and callers who signed", async () => {
    await expectFailure(create({ UserPoolId: "us-east-1_nobody123" }), "ResourceNotFoundException");
    await expectFailure(create({ ClientId: "nobody" }), "ResourceNotFoundException");
    await expectFailure(
      server.admin.send(new DescribeTermsCommand({ UserPoolId, TermsId: noTerms })),
      "ResourceNotFoundException",
    );
    await expectFailure(
      server.admin.send(new UpdateTermsCommand({ UserPoolId, TermsId: noTerms })),
      "ResourceNotFoundException",
    );
    for (const operation of [
      "CreateTerms",
      "DescribeTerms",
      "DescribeTermsByClient",
      "UpdateTerms",
      "DeleteTerms",
      "ListTerms",
    ]) {
      expect(await unsigned(server, operation, { UserPoolId })).toMatch(/Authentication/);
    }
  });
});

test("the pages link to both documents in their language, or to neither", async () => {
  const look = async (path: string, lang: string) =>
    (await browserOf(stage).get(`${path}?${queryOf(stage, { lang })}`)).html;
  await create();
  expect(await look("/signup", "de")).not.toContain("example.com/agb");
  await create(privacy);
  const german = await look("/signup", "de");
  expect(textOf(german)).toContain(
    "Mit dem Konto stimmen Sie diesen Texten zu: Nutzungsbedingungen , Datenschutzerklärung .",
  );
  expect(german).toContain('href="https://example.com/agb" target="_blank" rel="noopener noreferrer"');
  expect(german).toContain('href="https://example.com/privacy"');
  const english = await look("/login", "en");
  expect(english).toContain(
    'href="https://example.com/terms" target="_blank" rel="noopener noreferrer">Terms of use</a>',
  );
});
