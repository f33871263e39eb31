/** A person on the wire. */
import type { AttributeType, UserType } from "../../model/shapes.ts";
import type { Attributes } from "./attributes.ts";
import type { User } from "./user.ts";

/** Of a name given twice the last value counts; one without a value is blank. */
export function attributesFrom(list: readonly AttributeType[] | undefined): Attributes {
  return Object.fromEntries((list ?? []).map(({ Name, Value }) => [Name, Value ?? ""]));
}

/** The sub comes first. */
export function attributeList({ sub, attributes }: User): readonly AttributeType[] {
  const others = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
  return [{ Name: "sub", Value: sub }, ...others];
}

export function userType(user: User): UserType {
  return { Username: user.username, Attributes: attributeList(user), ...accountMembers(user) };
}

/** What every answer about a person says beside name and attributes. */
export function accountMembers(user: User) {
  return {
    UserCreateDate: user.createdAt / 1000,
    UserLastModifiedDate: user.modifiedAt / 1000,
    Enabled: user.isEnabled,
    UserStatus: user.status,
  };
}
