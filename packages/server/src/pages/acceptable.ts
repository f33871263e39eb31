/**
 * The limits of the wire contract, applied to what people type into the pages: the rules rely on them, whether called
 * by the API or the pages.
 */
import { validate } from "../model/validate.ts";

/** An id like any other: only the value beside it is looked at. */
const ClientId = "client";

export function isAcceptableName(Username: string): boolean {
  return validate("ForgotPassword", { ClientId, Username }).ok;
}

export function isAcceptablePassword(Password: string): boolean {
  return validate("SignUp", { ClientId, Username: "name", Password }).ok;
}

export function isAcceptableAttribute(Name: string, Value: string): boolean {
  return validate("SignUp", { ClientId, Username: "name", UserAttributes: [{ Name, Value }] }).ok;
}

export function isAcceptableCode(ConfirmationCode: string): boolean {
  return validate("ConfirmSignUp", { ClientId, Username: "name", ConfirmationCode }).ok;
}
