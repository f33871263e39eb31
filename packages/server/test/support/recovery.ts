/** How somebody who has forgotten their password gets another. */
import {
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import type { TestServer } from "./server.ts";

export const nextPassword = "Another-Horse-8";

export function forget(server: TestServer, ClientId: string, Username: string) {
  return server.admin.send(new ForgotPasswordCommand({ ClientId, Username }));
}

export function recover(
  server: TestServer,
  ClientId: string,
  Username: string,
  ConfirmationCode: string,
  Password = nextPassword,
) {
  const input = { ClientId, Username, ConfirmationCode, Password };
  return server.admin.send(new ConfirmForgotPasswordCommand(input));
}
