/** Amplify v6 signs people in by password: SRP, which is its default, and USER_PASSWORD_AUTH; and says why it cannot. */
import { confirmSignIn, fetchUserAttributes, getCurrentUser, signIn } from "@aws-amplify/auth";
import { fetchAuthSession } from "@aws-amplify/core";
import {
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminSetUserPasswordCommand,
  CreateUserPoolClientCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type AmplifyApp,
  type AppSettings,
  amplifyApp,
  amplifyStory,
  configure,
  done,
  passwordFlow,
  signedIn,
  startAmplifyServer,
} from "./support/amplify.ts";
import { expectFailure } from "./support/people.ts";
import { createPerson, password } from "./support/pool.ts";
import type { TestServer } from "./support/server.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startAmplifyServer();
});
afterAll(() => server.close());

const newPassword = "Better-Battery-8";
const incorrect = "Incorrect username or password.";
const flows = [
  ["SRP", {}],
  ["the password itself", { options: passwordFlow }],
] as const;

const hiding: AppSettings = { client: { PreventUserExistenceErrors: "ENABLED" } };

async function invite({ userPoolId: UserPoolId }: AmplifyApp): Promise<void> {
  const invitation = { UserPoolId, Username: "grace", TemporaryPassword: password };
  await server.admin.send(new AdminCreateUserCommand({ ...invitation, MessageAction: "SUPPRESS" }));
}

describe.each(flows)("by %s", (_name, flow) => {
  test("a person signs in and is known", async () => {
    const { person, kept } = await amplifyStory(server);
    expect(await signIn({ username: "ada", password, ...flow })).toEqual(done);
    const authFlowType = "options" in flow ? "USER_PASSWORD_AUTH" : "USER_SRP_AUTH";
    expect(await getCurrentUser()).toEqual({
      username: "ada",
      userId: person.sub,
      signInDetails: { loginId: "ada", authFlowType },
    });
    expect(Object.keys(kept()).toSorted()).toEqual(
      [
        "LastAuthUser",
        "ada.accessToken",
        "ada.clockDrift",
        "ada.idToken",
        "ada.refreshToken",
        "ada.signInDetails",
      ].toSorted(),
    );
  });

  test("an alias leads to the person, and the tokens name them", async () => {
    const { person } = await amplifyStory(server, { pool: { AliasAttributes: ["email"] } });
    expect(await signIn({ username: "ada@example.com", password, ...flow })).toEqual(done);
    expect(await getCurrentUser()).toMatchObject({ username: "ada", userId: person.sub });
    const { tokens } = await fetchAuthSession({ forceRefresh: true });
    expect(tokens?.accessToken.payload["username"]).toBe("ada");
  });

  test("an e-mail address may be all the name there is", async () => {
    const { userPoolId } = await amplifyApp(server, { pool: { UsernameAttributes: ["email"] } });
    const { sub } = await createPerson(server, userPoolId, "eve@example.com", { email_verified: "true" });
    expect(await signIn({ username: "eve@example.com", password, ...flow })).toEqual(done);
    expect(await getCurrentUser()).toMatchObject({ username: sub, userId: sub });
    expect((await fetchAuthSession({ forceRefresh: true })).userSub).toBe(sub);
  });

  test("a wrong password is told, and the right one still signs in", async () => {
    await amplifyStory(server);
    const wrong = signIn({ username: "ada", password: "Wrong-Horse-7", ...flow });
    await expectFailure(wrong, "NotAuthorizedException", incorrect);
    expect(await signIn({ username: "ada", password, ...flow })).toEqual(done);
  });

  test("a name nobody has is told apart only where the client allows it", async () => {
    await amplifyStory(server);
    const nobody = () => signIn({ username: "nobody", password, ...flow });
    await expectFailure(nobody(), "UserNotFoundException", "User does not exist.");
    await amplifyStory(server, hiding);
    await expectFailure(nobody(), "NotAuthorizedException", incorrect);
  });

  test("whoever is disabled stays out", async () => {
    const { userPoolId: UserPoolId } = await amplifyStory(server);
    await server.admin.send(new AdminDisableUserCommand({ UserPoolId, Username: "ada" }));
    const call = signIn({ username: "ada", password, ...flow });
    await expectFailure(call, "NotAuthorizedException", "User is disabled.");
  });

  test("five wrong passwords lock even the right one out for a while", async () => {
    await amplifyStory(server);
    const guess = (given: string) => signIn({ username: "ada", password: given, ...flow });
    for (let time = 0; time < 5; time += 1) {
      await expectFailure(guess("Wrong-Horse-7"), "NotAuthorizedException");
    }
    await expectFailure(guess(password), "NotAuthorizedException", "Password attempts exceeded");
    server.advance(16 * 60);
    expect(await guess(password)).toEqual(done);
  });

  test("an invitation asks for a new password and for what is missing", async () => {
    const app = await amplifyApp(server);
    await invite(app);
    expect(await signIn({ username: "grace", password, ...flow })).toEqual({
      isSignedIn: false,
      nextStep: { signInStep: "CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED", missingAttributes: [] },
    });
    await expectFailure(confirmSignIn({ challengeResponse: "short" }), "InvalidPasswordException");
    const options = { userAttributes: { name: "Grace" } };
    expect(await confirmSignIn({ challengeResponse: newPassword, options })).toEqual(done);
    expect(await fetchUserAttributes()).toMatchObject({ name: "Grace" });
  });

  test("a new temporary password is asked to be changed again", async () => {
    const { userPoolId: UserPoolId } = await amplifyStory(server);
    const reset = { UserPoolId, Username: "ada", Password: newPassword, Permanent: false };
    await server.admin.send(new AdminSetUserPasswordCommand(reset));
    await expectFailure(signIn({ username: "ada", password, ...flow }), "NotAuthorizedException", incorrect);
    expect(await signIn({ username: "ada", password: newPassword, ...flow })).toMatchObject({
      nextStep: { signInStep: "CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED" },
    });
    expect(await confirmSignIn({ challengeResponse: password })).toEqual(done);
  });
});

describe("Amplify is told when", () => {
  test("a required attribute is missing with the new password", async () => {
    const Schema = [{ Name: "family_name", Required: true }];
    await invite(await amplifyApp(server, { pool: { Schema } }));
    expect(await signIn({ username: "grace", password })).toEqual({
      isSignedIn: false,
      nextStep: {
        signInStep: "CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED",
        missingAttributes: ["family_name"],
      },
    });
    await expectFailure(confirmSignIn({ challengeResponse: newPassword }), "InvalidParameterException");
    const options = { userAttributes: { family_name: "Hopper" } };
    expect(await confirmSignIn({ challengeResponse: newPassword, options })).toEqual(done);
  });

  test("the client does not allow the flow", async () => {
    const ExplicitAuthFlows = ["ALLOW_CUSTOM_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"] as const;
    await amplifyStory(server, { client: { ExplicitAuthFlows: [...ExplicitAuthFlows] } });
    await expectFailure(
      signIn({ username: "ada", password }),
      "InvalidParameterException",
      "USER_SRP_AUTH is not enabled for the client.",
    );
    await expectFailure(
      signIn({ username: "ada", password, options: passwordFlow }),
      "InvalidParameterException",
      "USER_PASSWORD_AUTH flow not enabled for this client",
    );
  });

  test("the client has a secret, which an app cannot keep", async () => {
    const { userPoolId: UserPoolId } = await amplifyStory(server);
    const { UserPoolClient } = await server.admin.send(
      new CreateUserPoolClientCommand({ UserPoolId, ClientName: "server", GenerateSecret: true }),
    );
    const clientId = UserPoolClient?.ClientId ?? "";
    configure(server, UserPoolId, clientId);
    await expectFailure(
      signIn({ username: "ada", password }),
      "NotAuthorizedException",
      `Client ${clientId} is configured with secret but SECRET_HASH was not received`,
    );
  });

  test("the sign-in took too long", async () => {
    await invite(await amplifyApp(server));
    await signIn({ username: "grace", password });
    server.advance(181);
    await expectFailure(
      confirmSignIn({ challengeResponse: newPassword }),
      "NotAuthorizedException",
      "Invalid session for the user, session is expired.",
    );
  });

  test("somebody is signed in already, which it finds out by itself", async () => {
    await signedIn(server);
    await expectFailure(signIn({ username: "ada", password }), "UserAlreadyAuthenticatedException");
  });
});
