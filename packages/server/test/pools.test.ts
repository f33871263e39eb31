/** User pools: made with every default, replaced, listed by region, protected and deleted. */
import {
  AdminGetUserCommand,
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
  DeleteUserPoolCommand,
  DescribeUserPoolCommand,
  GetUserPoolMfaConfigCommand,
  ListUserPoolsCommand,
  paginateListUserPools,
  SetUserPoolMfaConfigCommand,
  UpdateUserPoolCommand,
  type UpdateUserPoolCommandInput,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sdkWith } from "./support/house.ts";
import { expectFailure, unsigned } from "./support/people.ts";
import { createPerson, createPool } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const describePool = async (UserPoolId: string) =>
  (await server.admin.send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool;
const update = (UserPoolId: string, more: Partial<UpdateUserPoolCommandInput>) =>
  server.admin.send(new UpdateUserPoolCommand({ UserPoolId, ...more }));
const refusesToMake = (settings: Partial<CreateUserPoolCommandInput>, message?: string) =>
  expectFailure(createPool(server, settings), "InvalidParameterException", message);

describe("a new pool", () => {
  test("has every nested default that tools look into", async () => {
    const { UserPool } = await server.admin.send(new CreateUserPoolCommand({ PoolName: "stories" }));
    const { Id = "", SchemaAttributes = [], ...pool } = UserPool ?? {};
    expect(Id).toMatch(/^us-east-1_[0-9a-zA-Z]{9}$/);
    expect(pool).toEqual({
      Name: "stories",
      Arn: `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${Id}`,
      CreationDate: new Date(server.clock.now()),
      LastModifiedDate: new Date(server.clock.now()),
      EstimatedNumberOfUsers: 0,
      Policies: {
        PasswordPolicy: {
          MinimumLength: 8,
          RequireUppercase: true,
          RequireLowercase: true,
          RequireNumbers: true,
          RequireSymbols: true,
          TemporaryPasswordValidityDays: 7,
        },
        SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD"] },
      },
      DeletionProtection: "INACTIVE",
      LambdaConfig: {},
      VerificationMessageTemplate: { DefaultEmailOption: "CONFIRM_WITH_CODE" },
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: [] },
      MfaConfiguration: "OFF",
      EmailConfiguration: { EmailSendingAccount: "COGNITO_DEFAULT" },
      UserPoolTags: {},
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: false, UnusedAccountValidityDays: 7 },
      AccountRecoverySetting: {
        RecoveryMechanisms: [
          { Priority: 1, Name: "verified_email" },
          { Priority: 2, Name: "verified_phone_number" },
        ],
      },
      UserPoolTier: "ESSENTIALS",
      KeyConfiguration: { KeyType: "AWS_OWNED_KEY" },
      IssuerConfiguration: { Type: "ORIGINAL" },
    });
    expect(SchemaAttributes).toHaveLength(21);
    expect(SchemaAttributes[0]).toEqual({
      Name: "sub",
      AttributeDataType: "String",
      DeveloperOnlyAttribute: false,
      Mutable: false,
      Required: true,
      StringAttributeConstraints: { MinLength: "1", MaxLength: "2048" },
    });
    expect(await describePool(Id)).toEqual(UserPool);
  });

  test("counts its people", async () => {
    const UserPoolId = await createPool(server);
    await createPerson(server, UserPoolId, "ada");
    expect(await describePool(UserPoolId)).toMatchObject({ EstimatedNumberOfUsers: 1 });
  });

  test("asks of passwords only what its policy names", async () => {
    const UserPoolId = await createPool(server, { Policies: { PasswordPolicy: { MinimumLength: 10 } } });
    expect((await describePool(UserPoolId))?.Policies?.PasswordPolicy).toEqual({
      MinimumLength: 10,
      RequireUppercase: false,
      RequireLowercase: false,
      RequireNumbers: false,
      RequireSymbols: false,
      TemporaryPasswordValidityDays: 7,
    });
  });

  test("shows its messages under the old names and the new", async () => {
    const UserPoolId = await createPool(server, { EmailVerificationMessage: "Your code is {####}" });
    expect(await describePool(UserPoolId)).toMatchObject({
      EmailVerificationMessage: "Your code is {####}",
      VerificationMessageTemplate: { EmailMessage: "Your code is {####}" },
    });
  });

  test("signs people in by name and alias, or by address, not both", async () => {
    await refusesToMake(
      { AliasAttributes: ["email"], UsernameAttributes: ["email"] },
      "Only one of the aliasAttributes or usernameAttributes can be set in a user pool.",
    );
  });

  const InboundFederation = {
    LambdaVersion: "V1_0" as const,
    LambdaArn: "arn:aws:lambda:us-east-1:000000000000:function:check",
  };
  test.each<[string, Partial<CreateUserPoolCommandInput>]>([
    ["KeyType CUSTOMER_MANAGED_KEY", { KeyConfiguration: { KeyType: "CUSTOMER_MANAGED_KEY" } }],
    ["LambdaConfig InboundFederation", { LambdaConfig: { InboundFederation } }],
    ["DcrConfiguration", { DcrConfiguration: {} }],
    ["DcrConfiguration", { DcrConfiguration: { EnableStatus: "Enabled" } }],
  ])("does not pretend to protect by %s", async (what, settings) => {
    await refusesToMake(settings, `${what} is not supported by this version of Poolhouse.`);
  });

  test("cannot make an attribute wait for a verification that never comes", async () => {
    const UserAttributeUpdateSettings = { AttributesRequireVerificationBeforeUpdate: ["email" as const] };
    await refusesToMake(
      { UserAttributeUpdateSettings },
      "All attributes in AttributesRequireVerificationBeforeUpdate must exist in AutoVerifiedAttributes",
    );
    await createPool(server, { UserAttributeUpdateSettings, AutoVerifiedAttributes: ["email"] });
  });

  test("says how case counts only where it was told", async () => {
    for (const CaseSensitive of [true, false]) {
      const UsernameConfiguration = { CaseSensitive };
      const UserPoolId = await createPool(server, { UsernameConfiguration });
      await update(UserPoolId, {});
      expect(await describePool(UserPoolId)).toMatchObject({ UsernameConfiguration });
    }
    const UserPoolId = await createPool(server);
    await update(UserPoolId, {});
    expect((await describePool(UserPoolId))?.UsernameConfiguration).toBeUndefined();
  });

  test("cannot have ways in that its tier does not", async () => {
    const AllowedFirstAuthFactors = ["PASSWORD" as const, "EMAIL_OTP" as const];
    const Policies = { SignInPolicy: { AllowedFirstAuthFactors } };
    const refusal = [
      "FeatureUnavailableInTierException",
      "The following features need to be disabled for the LITE pricing tier configured: Passwordless Sign-In",
    ] as const;
    await expectFailure(createPool(server, { Policies, UserPoolTier: "LITE" }), ...refusal);
    const UserPoolId = await createPool(server, { Policies });
    await expectFailure(update(UserPoolId, { UserPoolTier: "LITE" }), ...refusal);
  });

  test("cannot have threat protection below the tier that has it", async () => {
    const refusal = [
      "FeatureUnavailableInTierException",
      "The following features need to be disabled for the ESSENTIALS pricing tier configured: Threat Protection",
    ] as const;
    for (const AdvancedSecurityMode of ["AUDIT", "ENFORCED"] as const) {
      const settings = { UserPoolAddOns: { AdvancedSecurityMode } };
      await expectFailure(createPool(server, settings), ...refusal);
      const UserPoolId = await createPool(server, { ...settings, UserPoolTier: "PLUS" });
      await expectFailure(update(UserPoolId, { ...settings, UserPoolTier: "ESSENTIALS" }), ...refusal);
      // Without the add-on the tier is free, and it stays when an update leaves it out.
      await update(UserPoolId, settings);
      await update(UserPoolId, { UserPoolTier: "ESSENTIALS" });
      await update(UserPoolId, { UserPoolAddOns: { AdvancedSecurityMode: "OFF" } });
    }
  });

  test("says once for how many days a temporary password is good", async () => {
    const refusal = [
      "InvalidParameterException",
      "Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays",
    ] as const;
    const twice = (UnusedAccountValidityDays: number) => ({
      Policies: { PasswordPolicy: { TemporaryPasswordValidityDays: 7 } },
      AdminCreateUserConfig: { UnusedAccountValidityDays },
    });
    const UserPoolId = await createPool(server, twice(0));
    for (const days of [3, 7]) {
      await expectFailure(createPool(server, twice(days)), ...refusal);
      await expectFailure(update(UserPoolId, twice(days)), ...refusal);
    }
    await update(UserPoolId, twice(0));
  });

  test("cannot leave recovery to administrators and to people themselves", async () => {
    const byAdmin = { Priority: 1, Name: "admin_only" as const };
    const byMail = { Priority: 2, Name: "verified_email" as const };
    await refusesToMake(
      { AccountRecoverySetting: { RecoveryMechanisms: [byAdmin, byMail] } },
      "Account Recovery Setting cannot use admin_only setting with any other recovery mechanisms.",
    );
    await createPool(server, { AccountRecoverySetting: { RecoveryMechanisms: [byAdmin] } });
  });

  test("cannot do without passwords altogether", async () => {
    await refusesToMake(
      { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["EMAIL_OTP"] } } },
      "Password should be configured as one of the allowed first auth factors.",
    );
  });

  test("cannot have tags that are AWS's own", async () => {
    await refusesToMake({ UserPoolTags: { "aws:stack": "x" } });
  });
});

describe("an update", () => {
  test("replaces everything but what was decided once", async () => {
    const UserPoolId = await createPool(server, {
      UsernameAttributes: ["email"],
      UsernameConfiguration: { CaseSensitive: false },
      Schema: [{ Name: "team", AttributeDataType: "String" }],
      AutoVerifiedAttributes: ["email"],
      DeletionProtection: "ACTIVE",
      UserPoolTags: { team: "house" },
    });
    const before = await describePool(UserPoolId);
    server.advance(60);
    await update(UserPoolId, { UserPoolTags: { team: "garden" } });
    const after = await describePool(UserPoolId);
    expect(after).toMatchObject({
      Name: "stories",
      UsernameAttributes: ["email"],
      UsernameConfiguration: { CaseSensitive: false },
      SchemaAttributes: before?.SchemaAttributes,
      DeletionProtection: "INACTIVE",
      UserPoolTags: { team: "garden" },
      CreationDate: before?.CreationDate,
      LastModifiedDate: new Date(server.clock.now()),
    });
    expect(after?.AutoVerifiedAttributes).toBeUndefined();
    await update(UserPoolId, { PoolName: "Garden" });
    expect(await describePool(UserPoolId)).toMatchObject({ Name: "Garden" });
  });

  test("leaves policies, MFA, tier and tags alone unless it says otherwise", async () => {
    const kept = {
      Policies: {
        PasswordPolicy: { MinimumLength: 20, RequireSymbols: false, PasswordHistorySize: 3 },
        SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD" as const, "EMAIL_OTP" as const] },
      },
      UserPoolTags: { team: "house" },
      UserPoolTier: "PLUS" as const,
    };
    const UserPoolId = await createPool(server, kept);
    const SoftwareTokenMfaConfiguration = { Enabled: true };
    await server.admin.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId,
        MfaConfiguration: "OPTIONAL",
        SoftwareTokenMfaConfiguration,
      }),
    );
    await update(UserPoolId, { AutoVerifiedAttributes: ["email"] });
    expect(await describePool(UserPoolId)).toMatchObject({
      ...kept,
      MfaConfiguration: "OPTIONAL",
      AutoVerifiedAttributes: ["email"],
    });
    await update(UserPoolId, { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD"] } } });
    await update(UserPoolId, { AdminCreateUserConfig: { UnusedAccountValidityDays: 3 } });
    await update(UserPoolId, { AdminCreateUserConfig: { UnusedAccountValidityDays: 0 } });
    expect(await describePool(UserPoolId)).toMatchObject({
      Policies: {
        PasswordPolicy: { MinimumLength: 20, PasswordHistorySize: 3, TemporaryPasswordValidityDays: 3 },
        SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD"] },
      },
      MfaConfiguration: "OPTIONAL",
    });
    await update(UserPoolId, {
      Policies: { PasswordPolicy: { MinimumLength: 10 } },
      MfaConfiguration: "OFF",
      UserPoolTags: {},
      UserPoolTier: "LITE",
    });
    const after = await describePool(UserPoolId);
    expect(after).toMatchObject({
      Policies: { PasswordPolicy: { MinimumLength: 10, TemporaryPasswordValidityDays: 7 } },
      MfaConfiguration: "OFF",
      UserPoolTags: {},
      UserPoolTier: "LITE",
    });
    expect(after?.Policies?.PasswordPolicy?.PasswordHistorySize).toBeUndefined();
  });

  test("is held to the rules of making one, and changes nothing when it breaks them", async () => {
    const UserPoolId = await createPool(server);
    const before = await describePool(UserPoolId);
    server.advance(60);
    await expectFailure(update(UserPoolId, { MfaConfiguration: "ON" }), "InvalidParameterException");
    expect(await describePool(UserPoolId)).toEqual(before);
  });
});

describe("deleting", () => {
  test("is blocked while the pool is protected", async () => {
    const UserPoolId = await createPool(server, { DeletionProtection: "ACTIVE" });
    const remove = () => server.admin.send(new DeleteUserPoolCommand({ UserPoolId }));
    await expectFailure(remove(), "InvalidParameterException");
    await update(UserPoolId, { DeletionProtection: "INACTIVE" });
    await remove();
    const message = `User pool ${UserPoolId} does not exist.`;
    await expectFailure(remove(), "ResourceNotFoundException", message);
  });

  test("takes everybody along", async () => {
    const UserPoolId = await createPool(server);
    await createPerson(server, UserPoolId, "ada");
    await server.admin.send(new DeleteUserPoolCommand({ UserPoolId }));
    const get = server.admin.send(new AdminGetUserCommand({ UserPoolId, Username: "ada" }));
    await expectFailure(get, "ResourceNotFoundException");
  });
});

describe("the list of pools", () => {
  test("has those of the caller's region, page by page", async () => {
    const client = sdkWith(server, server.accessKey, "eu-north-1");
    const made: unknown[] = [];
    for (const PoolName of ["one", "two", "three"]) {
      made.push((await client.send(new CreateUserPoolCommand({ PoolName }))).UserPool?.Id);
    }
    const listed: unknown[] = [];
    for await (const page of paginateListUserPools({ client }, { MaxResults: 2 })) {
      listed.push(...(page.UserPools ?? []).map(({ Id }) => Id));
    }
    client.destroy();
    expect(made.every((id) => String(id).startsWith("eu-north-1_"))).toBe(true);
    expect(listed).toEqual(made.toSorted());
  });

  test("AP-12: is bounded, and a forged page token is refused", async () => {
    const list = (MaxResults: number, NextToken?: string) =>
      server.admin.send(new ListUserPoolsCommand({ MaxResults, ...(NextToken && { NextToken }) }));
    await expectFailure(list(61), "InvalidParameterException");
    await expectFailure(list(1, "forged"), "InvalidParameterException");
  });
});

test.each([
  "CreateUserPool",
  "DescribeUserPool",
  "UpdateUserPool",
  "DeleteUserPool",
  "ListUserPools",
  "AddCustomAttributes",
  "GetUserPoolMfaConfig",
  "SetUserPoolMfaConfig",
])("AP-03: %s refuses an unsigned caller", async (operation) => {
  expect(await unsigned(server, operation, {})).toBe("MissingAuthenticationTokenException");
});

test.each([DescribeUserPoolCommand, GetUserPoolMfaConfigCommand, UpdateUserPoolCommand])(
  "a pool that nobody made is not found: %o",
  async (Command) => {
    // Each of these needs no more than the pool's id, but their types share no constructor.
    const command = new Command({ UserPoolId: "us-east-1_nobody" }) as DescribeUserPoolCommand;
    const message = "User pool us-east-1_nobody does not exist.";
    await expectFailure(server.admin.send(command), "ResourceNotFoundException", message);
  },
);
