// AWS::IAM::User.

import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { applyPolicies, ENTITY_NAMES, readPolicies, userPolicies } from "./entity-policies.ts";
import { goneTags, ifThere, requireOurs, tagsOf, templateTags, textOf, textsOf } from "./properties.ts";

const TYPE = "AWS::IAM::User";

/** A user. Ref is the name. */
export const userType: ResourceType = {
  typeName: TYPE,
  properties: [
    "Groups",
    "LoginProfile",
    "ManagedPolicyArns",
    "Path",
    "PermissionsBoundary",
    "Policies",
    "Tags",
    "UserName",
  ],
  keptNotEnforced: {
    LoginProfile: "lets the user sign in to the console of AWS",
  },

  async create(properties, context) {
    const { iam } = context.aws;
    const name = textOf(properties, "UserName") ?? context.generateName({ maxLength: 64 });
    const existing = await ifThere(() => iam.getUser({ UserName: name }));
    if (existing === undefined) {
      await iam.createUser({
        UserName: name,
        Path: textOf(properties, "Path"),
        PermissionsBoundary: textOf(properties, "PermissionsBoundary"),
        Tags: tagsOf(properties, context),
      });
    } else {
      requireOurs(TYPE, name, existing.User?.Tags, context);
    }
    context.identify(name);
    await applyPolicies(userPolicies(iam), name, properties, {});
    await applyGroups(name, properties, {}, context);
    await applyLogin(name, properties, {}, context);
    return describe(name, context);
  },

  async read(physicalId, context) {
    const { iam } = context.aws;
    const found = await ifThere(() => iam.getUser({ UserName: physicalId }));
    if (found === undefined) return undefined;
    const { User: user } = found;
    const login = await ifThere(() => iam.getLoginProfile({ UserName: physicalId }));
    const { Groups: groups } = await iam.listGroupsForUser({ UserName: physicalId });
    return {
      UserName: user?.UserName,
      Path: user?.Path,
      PermissionsBoundary: user?.PermissionsBoundary?.PermissionsBoundaryArn,
      Tags: templateTags(user?.Tags),
      Groups: groups.map((group) => group.GroupName),
      LoginProfile: login && { PasswordResetRequired: login.LoginProfile?.PasswordResetRequired },
      ...(await readPolicies(userPolicies(iam), physicalId)),
    };
  },

  list: async ({ aws }) => (await ENTITY_NAMES.Users(aws.iam)).map((UserName) => ({ UserName })),

  async update(name, properties, previous, context) {
    const { iam } = context.aws;
    const path = textOf(properties, "Path") ?? "/";
    if (path !== (textOf(previous, "Path") ?? "/")) await iam.updateUser({ UserName: name, NewPath: path });
    const boundary = textOf(properties, "PermissionsBoundary");
    if (boundary !== undefined) {
      await iam.putUserPermissionsBoundary({ UserName: name, PermissionsBoundary: boundary });
    } else if (previous["PermissionsBoundary"] !== undefined) {
      await ifThere(() => iam.deleteUserPermissionsBoundary({ UserName: name }));
    }
    const gone = goneTags(properties, previous, context);
    if (gone.length > 0) await iam.untagUser({ UserName: name, TagKeys: gone });
    await iam.tagUser({ UserName: name, Tags: tagsOf(properties, context) });
    await applyPolicies(userPolicies(iam), name, properties, previous);
    await applyGroups(name, properties, previous, context);
    await applyLogin(name, properties, previous, context);
    return describe(name, context);
  },

  async delete(name, properties, context) {
    const { iam } = context.aws;
    if ((await ifThere(() => iam.getUser({ UserName: name }))) === undefined) return;
    await applyPolicies(userPolicies(iam), name, {}, properties);
    await applyGroups(name, {}, properties, context);
    await applyLogin(name, {}, properties, context);
    await ifThere(() => iam.deleteUser({ UserName: name }));
  },
};

async function applyGroups(
  name: string,
  properties: Properties,
  previous: Properties,
  { aws: { iam } }: ResourceContext,
): Promise<void> {
  const groups = textsOf(properties, "Groups");
  for (const group of groups) await iam.addUserToGroup({ UserName: name, GroupName: group });
  for (const group of textsOf(previous, "Groups")) {
    if (!groups.includes(group)) await ifThere(() => iam.removeUserFromGroup({ UserName: name, GroupName: group }));
  }
}

async function applyLogin(
  name: string,
  { LoginProfile: wanted }: Properties,
  { LoginProfile: before }: Properties,
  { aws: { iam } }: ResourceContext,
): Promise<void> {
  if (JSON.stringify(wanted) === JSON.stringify(before)) return;
  const user = { UserName: name };
  if (wanted === undefined) {
    await ifThere(() => iam.deleteLoginProfile(user));
    return;
  }
  const login = wanted as Properties;
  const profile = {
    ...user,
    Password: textOf(login, "Password") ?? "",
    PasswordResetRequired: textOf(login, "PasswordResetRequired") === "true",
  };
  const there = await ifThere(() => iam.getLoginProfile(user));
  await (there === undefined ? iam.createLoginProfile(profile) : iam.updateLoginProfile(profile));
}

async function describe(name: string, { aws: { iam } }: ResourceContext): Promise<ResourceState> {
  const { User: user } = await iam.getUser({ UserName: name });
  return { physicalId: name, attributes: { Arn: user?.Arn } };
}
