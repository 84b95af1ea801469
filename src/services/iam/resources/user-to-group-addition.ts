// AWS::IAM::UserToGroupAddition: users in a group.

import type { Properties, ResourceContext, ResourceType } from "../../../service/resource-type.ts";
import { ifThere, textOf, textsOf } from "./properties.ts";

/** Members of a group. Ref is an id that names nothing in IAM. */
export const userToGroupAdditionType: ResourceType = {
  typeName: "AWS::IAM::UserToGroupAddition",
  properties: ["GroupName", "Users"],

  async create(properties, context) {
    const physicalId = context.generateName({ maxLength: 128 });
    context.identify(physicalId);
    await apply(properties, {}, context);
    return { physicalId, attributes: { Id: physicalId } };
  },

  async read(_physicalId, context, known = {}) {
    const GroupName = textOf(known, "GroupName") ?? "";
    const found = await ifThere(() => context.aws.iam.getGroup({ GroupName }));
    if (found === undefined) return undefined;
    const members = found.Users?.map((user) => user.UserName) ?? [];
    const Users = textsOf(known, "Users").filter((user) => members.includes(user));
    return Users.length === 0 ? undefined : { GroupName, Users };
  },

  async update(physicalId, properties, previous, context) {
    await apply(properties, previous, context);
    return { physicalId, attributes: { Id: physicalId } };
  },

  async delete(_physicalId, properties, context) {
    await apply({}, properties, context);
  },
};

async function apply(properties: Properties, previous: Properties, { aws: { iam } }: ResourceContext): Promise<void> {
  const [group, groupBefore] = [textOf(properties, "GroupName"), textOf(previous, "GroupName")];
  const users = textsOf(properties, "Users");
  if (group !== undefined) for (const user of users) await iam.addUserToGroup({ GroupName: group, UserName: user });
  if (groupBefore === undefined) return;
  for (const user of textsOf(previous, "Users")) {
    if (group === groupBefore && users.includes(user)) continue;
    await ifThere(() => iam.removeUserFromGroup({ GroupName: groupBefore, UserName: user }));
  }
}
