// AWS::IAM::Role.

import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { applyPolicies, ENTITY_NAMES, readPolicies, rolePolicies } from "./entity-policies.ts";
import { documentOf, goneTags, ifThere, numberOf, requireOurs, tagsOf, templateTags, textOf } from "./properties.ts";

const TYPE = "AWS::IAM::Role";
// AWS: CreateRole's default.
const DEFAULT_SESSION_SECONDS = 3_600;

/** A role. Ref is its name. */
export const roleType: ResourceType = {
  typeName: TYPE,
  properties: [
    "AssumeRolePolicyDocument",
    "Description",
    "ManagedPolicyArns",
    "MaxSessionDuration",
    "Path",
    "PermissionsBoundary",
    "Policies",
    "RoleName",
    "Tags",
  ],

  async create(properties, context) {
    const { iam } = context.aws;
    const name = textOf(properties, "RoleName") ?? context.generateName({ maxLength: 64 });
    const existing = await ifThere(() => iam.getRole({ RoleName: name }));
    if (existing === undefined) {
      await iam.createRole({
        RoleName: name,
        AssumeRolePolicyDocument: documentOf(properties["AssumeRolePolicyDocument"]),
        Description: textOf(properties, "Description"),
        MaxSessionDuration: numberOf(properties, "MaxSessionDuration"),
        Path: textOf(properties, "Path"),
        PermissionsBoundary: textOf(properties, "PermissionsBoundary"),
        Tags: tagsOf(properties, context),
      });
    } else {
      requireOurs(TYPE, name, existing.Role?.Tags, context);
    }
    context.identify(name);
    await applyPolicies(rolePolicies(iam), name, properties, {});
    return describe(name, context);
  },

  async read(physicalId, context) {
    const { iam } = context.aws;
    const found = await ifThere(() => iam.getRole({ RoleName: physicalId }));
    if (found === undefined) return undefined;
    const { Role: role } = found;
    return {
      RoleName: role?.RoleName,
      Path: role?.Path,
      AssumeRolePolicyDocument: JSON.parse(decodeURIComponent(role?.AssumeRolePolicyDocument ?? "{}")),
      Description: role?.Description,
      MaxSessionDuration: role?.MaxSessionDuration,
      PermissionsBoundary: role?.PermissionsBoundary?.PermissionsBoundaryArn,
      Tags: templateTags(role?.Tags),
      ...(await readPolicies(rolePolicies(iam), physicalId)),
    };
  },

  list: async ({ aws }) => (await ENTITY_NAMES.Roles(aws.iam)).map((RoleName) => ({ RoleName })),

  async update(name, properties, previous, context) {
    const { iam } = context.aws;
    const trust = documentOf(properties["AssumeRolePolicyDocument"]);
    if (trust !== documentOf(previous["AssumeRolePolicyDocument"])) {
      await iam.updateAssumeRolePolicy({ RoleName: name, PolicyDocument: trust });
    }
    await iam.updateRole({
      RoleName: name,
      Description: textOf(properties, "Description") ?? "",
      MaxSessionDuration: numberOf(properties, "MaxSessionDuration") ?? DEFAULT_SESSION_SECONDS,
    });
    await applyBoundary(name, properties, previous, context);
    const gone = goneTags(properties, previous, context);
    if (gone.length > 0) await iam.untagRole({ RoleName: name, TagKeys: gone });
    await iam.tagRole({ RoleName: name, Tags: tagsOf(properties, context) });
    await applyPolicies(rolePolicies(iam), name, properties, previous);
    return describe(name, context);
  },

  async delete(name, properties, context) {
    const { iam } = context.aws;
    if ((await ifThere(() => iam.getRole({ RoleName: name }))) === undefined) return;
    await applyPolicies(rolePolicies(iam), name, {}, properties);
    await ifThere(() => iam.deleteRole({ RoleName: name }));
  },
};

async function applyBoundary(
  name: string,
  properties: Properties,
  previous: Properties,
  { aws: { iam } }: ResourceContext,
): Promise<void> {
  const boundary = textOf(properties, "PermissionsBoundary");
  if (boundary === textOf(previous, "PermissionsBoundary")) return;
  if (boundary === undefined) await ifThere(() => iam.deleteRolePermissionsBoundary({ RoleName: name }));
  else await iam.putRolePermissionsBoundary({ RoleName: name, PermissionsBoundary: boundary });
}

async function describe(name: string, { aws: { iam } }: ResourceContext): Promise<ResourceState> {
  const { Role: role } = await iam.getRole({ RoleName: name });
  return { physicalId: name, attributes: { Arn: role?.Arn, RoleId: role?.RoleId } };
}
