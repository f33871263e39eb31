/** Passkeys in a story: a pool that has them, a person signed in, and the calls an app makes. */
import {
  CompleteWebAuthnRegistrationCommand,
  type CreateUserPoolCommandInput,
  InitiateAuthCommand,
  type InitiateAuthCommandOutput,
  RespondToAuthChallengeCommand,
  SetUserPoolMfaConfigCommand,
  StartWebAuthnRegistrationCommand,
  type WebAuthnConfigurationType,
} from "@aws-sdk/client-cognito-identity-provider";
import {
  type Authenticator,
  createAuthenticator,
  type Mishap,
  type RegistrationJson,
} from "./authenticator.ts";
import { passwordClient, signIn } from "./people.ts";
import { createPerson, createPool, type TestPerson } from "./pool.ts";
import type { TestServer } from "./server.ts";

export const relyingPartyId = "example.com";
export const origin = "https://app.example.com";

export const choiceFlows = ["ALLOW_USER_AUTH", "ALLOW_USER_PASSWORD_AUTH"] as const;

export interface PasskeyStage {
  readonly server: TestServer;
  readonly UserPoolId: string;
  readonly ClientId: string;
}

/** People may sign in by passkey; the client may ask for one, and tells strangers nothing. */
export async function setPasskeyStage(
  server: TestServer,
  WebAuthnConfiguration: WebAuthnConfigurationType | null = { RelyingPartyId: relyingPartyId },
  settings: Partial<CreateUserPoolCommandInput> = {},
): Promise<PasskeyStage> {
  const UserPoolId = await createPool(server, {
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "WEB_AUTHN"] } },
    ...settings,
  });
  if (WebAuthnConfiguration !== null) {
    await server.admin.send(new SetUserPoolMfaConfigCommand({ UserPoolId, WebAuthnConfiguration }));
  }
  const ClientId = await passwordClient(server, UserPoolId, {
    ExplicitAuthFlows: [...choiceFlows],
    PreventUserExistenceErrors: "ENABLED",
  });
  return { server, UserPoolId, ClientId };
}

export interface Member extends TestPerson {
  readonly AccessToken: string;
}

/** Signed in by password. */
export async function member(stage: PasskeyStage, name: string): Promise<Member> {
  const person = await createPerson(stage.server, stage.UserPoolId, name);
  const { AccessToken } = await signIn(stage.server, stage.ClientId, name);
  return { ...person, AccessToken };
}

export async function startRegistration({ server }: PasskeyStage, AccessToken: string): Promise<unknown> {
  const { CredentialCreationOptions } = await server.admin.send(
    new StartWebAuthnRegistrationCommand({ AccessToken }),
  );
  return CredentialCreationOptions;
}

export function completeRegistration(
  { server }: PasskeyStage,
  AccessToken: string,
  credential: RegistrationJson,
) {
  // The SDK's type of a document has no interface among it.
  const Credential = { ...credential } as never;
  return server.admin.send(new CompleteWebAuthnRegistrationCommand({ AccessToken, Credential }));
}

/** Both calls; answers the credential's id. */
export async function enrol(
  stage: PasskeyStage,
  { AccessToken }: Pick<Member, "AccessToken">,
  authenticator: Authenticator,
  mishap: Mishap = {},
): Promise<string> {
  const credential = authenticator.register(await startRegistration(stage, AccessToken), mishap);
  await completeRegistration(stage, AccessToken, credential);
  return credential.id;
}

/** Somebody who has signed in once and made a passkey. */
export async function passkeyHolder(stage: PasskeyStage, name: string) {
  const person = await member(stage, name);
  const authenticator = createAuthenticator({ origin });
  const credentialId = await enrol(stage, person, authenticator);
  return { ...person, authenticator, credentialId };
}

export function choose(
  { server, ClientId }: PasskeyStage,
  USERNAME: string,
  more: Readonly<Record<string, string>> = { PREFERRED_CHALLENGE: "WEB_AUTHN" },
  Session?: string,
): Promise<InitiateAuthCommandOutput> {
  const AuthParameters = { USERNAME, ...more };
  return server.admin.send(
    new InitiateAuthCommand({ ClientId, AuthFlow: "USER_AUTH", AuthParameters, Session }),
  );
}

export function respond(
  { server, ClientId }: PasskeyStage,
  { ChallengeName, Session }: Pick<InitiateAuthCommandOutput, "ChallengeName" | "Session">,
  ChallengeResponses: Record<string, string>,
) {
  return server.admin.send(
    new RespondToAuthChallengeCommand({ ClientId, ChallengeName, Session, ChallengeResponses }),
  );
}

/** CREDENTIAL_REQUEST_OPTIONS of a challenge. */
export function requestOptions({ ChallengeParameters }: InitiateAuthCommandOutput): string {
  const options = ChallengeParameters?.["CREDENTIAL_REQUEST_OPTIONS"];
  if (options === undefined) throw new Error("no passkey was asked for");
  return options;
}

/** A whole sign-in, with one thing wrong perhaps. */
export async function signInByPasskey(
  stage: PasskeyStage,
  USERNAME: string,
  authenticator: Authenticator,
  mishap: Mishap = {},
) {
  const challenge = await choose(stage, USERNAME);
  const CREDENTIAL = authenticator.signIn(requestOptions(challenge), mishap);
  return respond(stage, challenge, { USERNAME, CREDENTIAL });
}
