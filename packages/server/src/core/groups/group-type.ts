/** A group on the wire. */
import type { GroupType } from "../../model/shapes.ts";
import type { Group } from "./group.ts";

export function groupType(group: Group): GroupType {
  return {
    GroupName: group.name,
    UserPoolId: group.poolId,
    ...(group.description === undefined ? {} : { Description: group.description }),
    ...(group.roleArn === undefined ? {} : { RoleArn: group.roleArn }),
    ...(group.precedence === undefined ? {} : { Precedence: group.precedence }),
    LastModifiedDate: group.modifiedAt / 1000,
    CreationDate: group.createdAt / 1000,
  };
}
