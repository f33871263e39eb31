// People and their requests on a server that speaks Cognito's JSON API.
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  type CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { jsonCall, secretHash } from "../cognito-requests.ts";
import { srpPublic } from "../srp-sign-in.ts";
import type { AppClient, BenchRequest, Workload } from "../workloads.ts";

// Many, since what belongs to one account (failed attempts, its row) is handled one after the other.
const PEOPLE = 64;
const PASSWORD = "Bench-Passw0rd-of-nobody!";
const SIGNED_TOKENS = ["AuthenticationResult.AccessToken", "AuthenticationResult.IdToken"];

export interface Person {
  readonly username: string;
  readonly refreshToken: string;
  /** For the secret hash of a refresh, which Cognito makes from the sub. */
  readonly sub: string;
}

/** Makes people and signs each of them in for a refresh token. `nameOf` is what the pool takes for a username. */
export async function createPeople(
  api: CognitoIdentityProviderClient,
  userPoolId: string,
  client: AppClient,
  nameOf: (email: string) => string,
): Promise<Person[]> {
  const people: Person[] = [];
  for (let number = 0; number < PEOPLE; number += 1) {
    people.push(await createPerson(api, userPoolId, client, `bench-${number}@bench.example`, nameOf));
  }
  return people;
}

export function passwordSignIn(client: AppClient, people: readonly Person[]): Workload {
  const requests = people.map(({ username }) =>
    initiateAuth(client, "USER_PASSWORD_AUTH", signInParameters(client, username)),
  );
  return { requests, signedTokens: SIGNED_TOKENS };
}

export function srpSignIn(client: AppClient, people: readonly Person[], userPoolId: string): Workload {
  const requests = people.map(({ username }) => {
    const parameters = { USERNAME: username, SRP_A: srpPublic, ...secretHash(client, username) };
    return initiateAuth(client, "USER_SRP_AUTH", parameters);
  });
  return { requests, signedTokens: SIGNED_TOKENS, srp: { userPoolId, client, password: PASSWORD } };
}

export function refreshTokenAuth(client: AppClient, people: readonly Person[]): Workload {
  const requests = people.map(({ refreshToken, sub }) =>
    initiateAuth(client, "REFRESH_TOKEN_AUTH", { REFRESH_TOKEN: refreshToken, ...secretHash(client, sub) }),
  );
  return { requests, signedTokens: SIGNED_TOKENS };
}

/** Somebody new each time: `NUMBER` stands for what tells them apart. Without a secret, whose hash would be of the name. */
export function signUp(client: AppClient & { readonly secret: null }): Workload {
  const Username = "new-NUMBER-at-bench.example";
  const request = jsonCall("SignUp", {
    ClientId: client.id,
    Username,
    Password: PASSWORD,
    UserAttributes: [{ Name: "email", Value: "new-NUMBER@bench.example" }],
  });
  return { requests: [request], signedTokens: [] };
}

async function createPerson(
  api: CognitoIdentityProviderClient,
  userPoolId: string,
  client: AppClient,
  email: string,
  nameOf: (email: string) => string,
): Promise<Person> {
  const username = nameOf(email);
  const attributes = [
    { Name: "email", Value: email },
    { Name: "email_verified", Value: "true" },
  ];
  const { User } = await api.send(
    new AdminCreateUserCommand({
      UserPoolId: userPoolId,
      Username: username,
      UserAttributes: attributes,
      MessageAction: "SUPPRESS",
    }),
  );
  const sub = User?.Attributes?.find(({ Name }) => Name === "sub")?.Value;
  await api.send(
    new AdminSetUserPasswordCommand({
      UserPoolId: userPoolId,
      Username: username,
      Password: PASSWORD,
      Permanent: true,
    }),
  );
  const { AuthenticationResult } = await api.send(
    new InitiateAuthCommand({
      AuthFlow: "USER_PASSWORD_AUTH",
      ClientId: client.id,
      AuthParameters: signInParameters(client, username),
    }),
  );
  const refreshToken = AuthenticationResult?.RefreshToken;
  if (sub === undefined || refreshToken === undefined)
    throw new Error(`${username} got no sub or no refresh token`);
  return { username, refreshToken, sub };
}

function signInParameters(client: AppClient, username: string): Record<string, string> {
  return { USERNAME: username, PASSWORD, ...secretHash(client, username) };
}

function initiateAuth(client: AppClient, flow: string, parameters: Record<string, string>): BenchRequest {
  return jsonCall("InitiateAuth", { AuthFlow: flow, ClientId: client.id, AuthParameters: parameters });
}
