/** A person's attributes in a story: a record, where the API has a list of names and values. */
import { AdminGetUserCommand, type AttributeType } from "@aws-sdk/client-cognito-identity-provider";
import type { TestServer } from "./server.ts";

export function attributeRecord(list: readonly AttributeType[] = []): Record<string, string | undefined> {
  return Object.fromEntries(list.map(({ Name, Value }) => [Name, Value]));
}

/** As an administrator sees them. */
export async function attributesOf(
  { admin }: Pick<TestServer, "admin">,
  UserPoolId: string,
  Username: string,
): Promise<Record<string, string | undefined>> {
  const { UserAttributes } = await admin.send(new AdminGetUserCommand({ UserPoolId, Username }));
  return attributeRecord(UserAttributes);
}
