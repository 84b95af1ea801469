// AWS::Cognito::UserPoolGroup.

import { AwsError } from "../../../kernel/errors.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { ifThere, inputOf, ofEveryPool, shownOf } from "./properties.ts";

const SETTINGS = ["Description", "Precedence", "RoleArn"] as const;

/** A group of users. Ref is its name. */
export const groupType: ResourceType = {
  typeName: "AWS::Cognito::UserPoolGroup",
  properties: [...SETTINGS, "GroupName", "UserPoolId"],

  async create(properties, context) {
    const input = inputFor(properties, context);
    try {
      await context.aws.cognitoUserPools.createGroup(input);
    } catch (error) {
      // One that is the same is what an interrupted run of this step left: there is nothing else to know it by.
      const isThere = error instanceof AwsError && error.code === "GroupExistsException";
      if (!isThere || !(await isSame(input, context))) throw error;
    }
    return stateOf(input.GroupName);
  },

  async read(physicalId, { aws }, known = {}) {
    const UserPoolId = String(known["UserPoolId"]);
    const GroupName = physicalId.split("|").at(-1) ?? "";
    const answer = await ifThere(() => aws.cognitoUserPools.getGroup({ UserPoolId, GroupName }));
    return answer?.Group && { ...shownOf(answer.Group, SETTINGS), GroupName, UserPoolId };
  },

  async list({ aws }) {
    const groups = await ofEveryPool(aws, async (UserPoolId, NextToken) => {
      const answer = await aws.cognitoUserPools.listGroups({ UserPoolId, NextToken });
      return { items: answer.Groups, next: answer.NextToken };
    });
    return groups.map(({ UserPoolId = "", GroupName = "" }) => ({ UserPoolId, GroupName }));
  },

  async update(physicalId, properties, _previous, context) {
    await context.aws.cognitoUserPools.updateGroup({ ...inputFor(properties, context), GroupName: physicalId });
    return stateOf(physicalId);
  },

  async delete(physicalId, properties, { aws }) {
    const UserPoolId = String(properties["UserPoolId"]);
    await ifThere(() => aws.cognitoUserPools.deleteGroup({ UserPoolId, GroupName: physicalId }));
  },
};

function inputFor(properties: Properties, context: ResourceContext) {
  const given = properties["GroupName"];
  return {
    ...inputOf(properties, SETTINGS, { numbers: ["Precedence"] }),
    UserPoolId: String(properties["UserPoolId"]),
    GroupName: typeof given === "string" ? given : context.generateName({ maxLength: 128 }),
  };
}

async function isSame(input: ReturnType<typeof inputFor>, { aws }: ResourceContext): Promise<boolean> {
  const { UserPoolId, GroupName, ...wanted } = input;
  const { Group: live = {} } = await aws.cognitoUserPools.getGroup({ UserPoolId, GroupName });
  return JSON.stringify(shownOf(live, SETTINGS)) === JSON.stringify(shownOf(wanted, SETTINGS));
}

function stateOf(name: string): ResourceState {
  return { physicalId: name, attributes: {} };
}
