/**
 * The settings of an app client with every default filled in. Creating and updating are full replacements: what a
 * call leaves out goes back to its default (`cognito.md` §1.1). Which flows, token lives and attributes apply where
 * none were given is decided where they are used, as the service shows those members only when they were set.
 */
import type {
  CreateUserPoolClientRequest,
  TimeUnitsType,
  UpdateUserPoolClientRequest,
} from "../../model/shapes.ts";
import type { Client, ClientSettings } from "./client.ts";

export function newClientSettings(input: CreateUserPoolClientRequest): ClientSettings {
  return { ClientName: input.ClientName, ...replaceableSettings(input), ClientType: "REGULAR" };
}

/** The name stays unless a new one is given. */
export function updatedClientSettings(
  { settings }: Client,
  input: UpdateUserPoolClientRequest,
): ClientSettings {
  return {
    ClientName: input.ClientName ?? settings.ClientName,
    ...replaceableSettings(input),
    ClientType: settings.ClientType,
  };
}

type Replaceable = Omit<UpdateUserPoolClientRequest, "UserPoolId" | "ClientId" | "ClientName">;

const shownWhenGiven = [
  "AccessTokenValidity",
  "IdTokenValidity",
  "ReadAttributes",
  "WriteAttributes",
  "ExplicitAuthFlows",
  "PreventUserExistenceErrors",
  "SupportedIdentityProviders",
  "CallbackURLs",
  "LogoutURLs",
  "DefaultRedirectURI",
  "AllowedOAuthFlows",
  "AllowedOAuthScopes",
  "AnalyticsConfiguration",
] as const satisfies readonly (keyof Replaceable)[];

function replaceableSettings(input: Replaceable): ClientSettings {
  // Shown as they were given, and without any as `{}`: Terraform fails where units are there that it did not ask for.
  const { RefreshTokenRotation: rotation, TokenValidityUnits: units = {} } = input;
  return {
    RefreshTokenValidity: input.RefreshTokenValidity || thirtyDays[units.RefreshToken ?? "days"],
    TokenValidityUnits: units,
    AllowedOAuthFlowsUserPoolClient: input.AllowedOAuthFlowsUserPoolClient ?? false,
    EnableTokenRevocation: input.EnableTokenRevocation ?? true,
    EnablePropagateAdditionalUserContextData: input.EnablePropagateAdditionalUserContextData ?? false,
    AuthSessionValidity: input.AuthSessionValidity ?? 3,
    ...(rotation && { RefreshTokenRotation: { RetryGracePeriodSeconds: 0, ...rotation } }),
    ...Object.fromEntries(
      shownWhenGiven.filter((name) => input[name] !== undefined).map((name) => [name, input[name]]),
    ),
  };
}

/** The default life of a refresh token, whatever the unit. */
const thirtyDays: Readonly<Record<TimeUnitsType, number>> = {
  seconds: 2_592_000,
  minutes: 43_200,
  hours: 720,
  days: 30,
};
