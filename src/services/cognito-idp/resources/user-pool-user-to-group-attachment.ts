// AWS::Cognito::UserPoolUserToGroupAttachment.

import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceType } from "../../../service/resource-type.ts";
import { ofEveryPool } from "./properties.ts";
import { ifUser } from "./user-pool-user.ts";

/** A user in a group. Ref is POOL_ID|GROUP|USERNAME. */
export const userToGroupType: ResourceType = {
  typeName: "AWS::Cognito::UserPoolUserToGroupAttachment",
  properties: ["GroupName", "Username", "UserPoolId"],

  async create(properties, context) {
    const membership = membershipOf(properties);
    await context.aws.cognitoUserPools.adminAddUserToGroup(membership);
    const { UserPoolId, GroupName, Username } = membership;
    return { physicalId: `${UserPoolId}|${GroupName}|${Username}`, attributes: {} };
  },

  async read(_physicalId, context, known = {}) {
    const membership = membershipOf(known);
    return (await isMember(membership, context)) ? { ...membership } : undefined;
  },

  async list({ aws }) {
    const groups = await ofEveryPool(aws, async (UserPoolId, NextToken) => {
      const answer = await aws.cognitoUserPools.listGroups({ UserPoolId, NextToken });
      return { items: answer.Groups, next: answer.NextToken };
    });
    const members = groups.map(async ({ UserPoolId = "", GroupName = "" }) => {
      const users = await everyPage(async (NextToken: string | undefined) => {
        const answer = await aws.cognitoUserPools.listUsersInGroup({ UserPoolId, GroupName, NextToken });
        return { items: answer.Users, next: answer.NextToken };
      });
      return users.map(({ Username = "" }) => ({ UserPoolId, GroupName, Username }));
    });
    return (await Promise.all(members)).flat();
  },

  async delete(_physicalId, properties, { aws }) {
    await ifUser(() => aws.cognitoUserPools.adminRemoveUserFromGroup(membershipOf(properties)));
  },
};

interface Membership {
  readonly GroupName: string;
  readonly Username: string;
  readonly UserPoolId: string;
}

function membershipOf(properties: Properties): Membership {
  return {
    GroupName: String(properties["GroupName"]),
    Username: String(properties["Username"]),
    UserPoolId: String(properties["UserPoolId"]),
  };
}

async function isMember({ GroupName, ...user }: Membership, { aws }: Pick<ResourceContext, "aws">): Promise<boolean> {
  const groups = await ifUser(() =>
    everyPage(async (NextToken: string | undefined) => {
      const answer = await aws.cognitoUserPools.adminListGroupsForUser({ ...user, NextToken });
      return { items: answer.Groups, next: answer.NextToken };
    }),
  );
  return groups?.some((group) => group.GroupName === GroupName) === true;
}
