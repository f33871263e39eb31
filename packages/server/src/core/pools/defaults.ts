/**
 * The settings of a pool with every default filled in. Creating and updating are replacements: what a call
 * leaves out goes back to its default (`cognito.md` §1.1), but for what `withKept` says. Tools read DescribeUserPool
 * without looking whether a nested block is there, so each one is that the service shows.
 */
import type {
  CreateUserPoolRequest,
  PasswordPolicyType,
  SchemaAttributeType,
  UpdateUserPoolRequest,
} from "../../model/shapes.ts";
import type { Pool, PoolSettings } from "./pool.ts";

/** `schema` is complete already. */
export function newPoolSettings(
  input: CreateUserPoolRequest,
  schema: readonly SchemaAttributeType[],
): PoolSettings {
  return {
    Name: input.PoolName,
    ...replaceableSettings(input),
    SchemaAttributes: schema,
    // As on the service, shown only where given: Terraform would replace a pool, people and all, that shows what it did not ask for.
    ...pick(input, ["AliasAttributes", "UsernameAttributes", "UsernameConfiguration"]),
  };
}

/** Sign-in names, their case and the schema are decided when the pool is made (`cognito.md` §7); the name stays unless given. */
export function updatedPoolSettings({ settings }: Pool, input: UpdateUserPoolRequest): PoolSettings {
  return {
    Name: input.PoolName ?? settings.Name,
    ...replaceableSettings(withKept(settings, input)),
    ...pick(settings, [
      "SchemaAttributes",
      "AliasAttributes",
      "UsernameAttributes",
      "UsernameConfiguration",
      "Domain",
      "CustomDomain",
    ]),
  };
}

type Replaceable = Omit<UpdateUserPoolRequest, "UserPoolId" | "PoolName">;

/**
 * What stays when an update leaves it out, unlike the rest: each of the policies and MFA (measured 2026-08), tags (Terraform's are set by
 * TagResource alone) and the tier (documented). So nobody turns MFA off by forgetting it.
 */
function withKept(settings: PoolSettings, input: Replaceable): Replaceable {
  const {
    PasswordPolicy = keptPasswordPolicy(settings, input),
    SignInPolicy = settings.Policies?.SignInPolicy,
  } = input.Policies ?? {};
  return {
    ...input,
    Policies: { PasswordPolicy, SignInPolicy },
    MfaConfiguration: input.MfaConfiguration ?? settings.MfaConfiguration,
    UserPoolTags: input.UserPoolTags ?? settings.UserPoolTags,
    UserPoolTier: input.UserPoolTier ?? settings.UserPoolTier,
  };
}

/** One of its numbers can be given under its older name alone; 0 says nothing. */
function keptPasswordPolicy(
  { Policies }: PoolSettings,
  { AdminCreateUserConfig }: Replaceable,
): PasswordPolicyType | undefined {
  const days = AdminCreateUserConfig?.UnusedAccountValidityDays;
  if (!days) return Policies?.PasswordPolicy;
  return { ...Policies?.PasswordPolicy, TemporaryPasswordValidityDays: days };
}

function replaceableSettings(input: Replaceable): PoolSettings {
  const temporaryPasswordDays = temporaryPasswordDaysOf(input);
  return {
    Policies: {
      PasswordPolicy: passwordPolicy(input.Policies?.PasswordPolicy, temporaryPasswordDays),
      SignInPolicy: {
        AllowedFirstAuthFactors: input.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? ["PASSWORD"],
      },
    },
    DeletionProtection: input.DeletionProtection ?? "INACTIVE",
    LambdaConfig: input.LambdaConfig ?? {},
    ...messages(input),
    UserAttributeUpdateSettings: {
      AttributesRequireVerificationBeforeUpdate:
        input.UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate ?? [],
    },
    MfaConfiguration: input.MfaConfiguration ?? "OFF",
    EmailConfiguration: { EmailSendingAccount: "COGNITO_DEFAULT", ...input.EmailConfiguration },
    UserPoolTags: input.UserPoolTags ?? {},
    AdminCreateUserConfig: {
      AllowAdminCreateUserOnly: input.AdminCreateUserConfig?.AllowAdminCreateUserOnly ?? false,
      UnusedAccountValidityDays: temporaryPasswordDays,
      ...pick(input.AdminCreateUserConfig ?? {}, ["InviteMessageTemplate"]),
    },
    AccountRecoverySetting: input.AccountRecoverySetting ?? { RecoveryMechanisms: bothByPriority },
    UserPoolTier: input.UserPoolTier ?? "ESSENTIALS",
    KeyConfiguration: { KeyType: "AWS_OWNED_KEY", ...input.KeyConfiguration },
    IssuerConfiguration: { Type: "ORIGINAL", ...input.IssuerConfiguration },
    ...pick(input, [
      "AutoVerifiedAttributes",
      "SmsAuthenticationMessage",
      "DeviceConfiguration",
      "SmsConfiguration",
      "UserPoolAddOns",
      "AcrConfiguration",
      "DcrConfiguration",
    ]),
  };
}

const bothByPriority = [
  { Priority: 1, Name: "verified_email" },
  { Priority: 2, Name: "verified_phone_number" },
] as const;

/** A policy that was given at all asks only for what it names; no policy asks for everything. */
function passwordPolicy(
  given: PasswordPolicyType | undefined,
  temporaryPasswordDays: number,
): PasswordPolicyType {
  const isRequired = given === undefined;
  return {
    MinimumLength: given?.MinimumLength ?? 8,
    RequireUppercase: given?.RequireUppercase ?? isRequired,
    RequireLowercase: given?.RequireLowercase ?? isRequired,
    RequireNumbers: given?.RequireNumbers ?? isRequired,
    RequireSymbols: given?.RequireSymbols ?? isRequired,
    ...pick(given ?? {}, ["PasswordHistorySize"]),
    TemporaryPasswordValidityDays: temporaryPasswordDays,
  };
}

/** One number under two names, the second being the older; 0 means the default. */
function temporaryPasswordDaysOf({ Policies, AdminCreateUserConfig }: Replaceable): number {
  const days =
    Policies?.PasswordPolicy?.TemporaryPasswordValidityDays ??
    AdminCreateUserConfig?.UnusedAccountValidityDays;
  return days || 7;
}

/** The three older members and the template that took their place say the same. */
function messages(input: Replaceable): PoolSettings {
  const given = input.VerificationMessageTemplate ?? {};
  const template = defined({
    DefaultEmailOption: given.DefaultEmailOption ?? ("CONFIRM_WITH_CODE" as const),
    SmsMessage: given.SmsMessage ?? input.SmsVerificationMessage,
    EmailMessage: given.EmailMessage ?? input.EmailVerificationMessage,
    EmailSubject: given.EmailSubject ?? input.EmailVerificationSubject,
    EmailMessageByLink: given.EmailMessageByLink,
    EmailSubjectByLink: given.EmailSubjectByLink,
  });
  return {
    VerificationMessageTemplate: template,
    ...defined({
      SmsVerificationMessage: template.SmsMessage,
      EmailVerificationMessage: template.EmailMessage,
      EmailVerificationSubject: template.EmailSubject,
    }),
  };
}

/** The members of `given` that are there. */
function pick<T extends object, K extends keyof T>(given: T, names: readonly K[]): Partial<Pick<T, K>> {
  const picked: Partial<Pick<T, K>> = {};
  for (const name of names) if (given[name] !== undefined) picked[name] = given[name];
  return picked;
}

/** Without the members that say nothing. */
function defined<T extends object>(members: T): T {
  // Dropping a member that is undefined leaves the type as it is: every one of them may be undefined.
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T;
}
