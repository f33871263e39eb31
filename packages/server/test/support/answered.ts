/** Which operations the AWS SDK has got an answer from, and in which of its two stories each is told. */
import type { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { operations } from "../../src/model/operations.ts";
import { table } from "../../src/operations/table.ts";

/** Fills up as the client is used. */
export function recordAnswered(client: CognitoIdentityProviderClient): Set<string> {
  const answered = new Set<string>();
  client.middlewareStack.add(
    (next, { commandName = "" }) =>
      async (call) => {
        const answer = await next(call);
        answered.add(commandName.replace(/Command$/, ""));
        return answer;
      },
    { step: "initialize" },
  );
  return answered;
}

/** Told in `aws-sdk-factors.test.ts`; `aws-sdk.test.ts` tells the others. */
export const factorOperations: readonly string[] = [
  "AdminDeleteSoftwareToken",
  "AdminForgetDevice",
  "AdminGetDevice",
  "AdminGetUserAuthFactors",
  "AdminListDevices",
  "AdminListUserAuthEvents",
  "AdminListUserSessions",
  "AdminRevokeUserSession",
  "AdminSetUserMFAPreference",
  "AdminSetUserSettings",
  "AdminUpdateAuthEventFeedback",
  "AdminUpdateDeviceStatus",
  "AssociateSoftwareToken",
  "CompleteWebAuthnRegistration",
  "ConfirmDevice",
  "DeleteWebAuthnCredential",
  "DescribeRiskConfiguration",
  "ForgetDevice",
  "GetDevice",
  "GetUserAuthFactors",
  "GetUserPoolClientSessionConfiguration",
  "GetUserPoolSessionConfiguration",
  "ListDevices",
  "ListUserSessions",
  "ListWebAuthnCredentials",
  "RevokeUserSession",
  "SetRiskConfiguration",
  "SetUserMFAPreference",
  "SetUserPoolClientSessionConfiguration",
  "SetUserPoolSessionConfiguration",
  "SetUserSettings",
  "StartWebAuthnRegistration",
  "UpdateDeviceStatus",
  "VerifySoftwareToken",
];

/** Refuses everybody: nobody is ever given the token it takes. */
const refusing = "UpdateAuthEventFeedback";

/** Cognito's operations that have a handler and an answer. */
export function workingOperations(): readonly string[] {
  return Object.entries(table)
    .filter(([name, { gate }]) => Object.hasOwn(operations, name) && gate !== "notYet" && name !== refusing)
    .map(([name]) => name);
}
