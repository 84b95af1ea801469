// AWS::IAM::InstanceProfile.

import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { everyEntity } from "./entity-policies.ts";
import { ifThere, requireOurs, textOf, textsOf } from "./properties.ts";

const TYPE = "AWS::IAM::InstanceProfile";

/** An instance profile. Ref is its name. */
export const instanceProfileType: ResourceType = {
  typeName: TYPE,
  properties: ["InstanceProfileName", "Path", "Roles"],
  keptNotEnforced: {
    Roles: "gives the role to instances",
  },

  async create(properties, context) {
    const { iam } = context.aws;
    const name = textOf(properties, "InstanceProfileName") ?? context.generateName({ maxLength: 128 });
    const existing = await ifThere(() => iam.getInstanceProfile({ InstanceProfileName: name }));
    if (existing === undefined) {
      await iam.createInstanceProfile({
        InstanceProfileName: name,
        Path: textOf(properties, "Path"),
        Tags: Object.entries(context.tags).map(([Key, Value]) => ({ Key, Value })),
      });
    } else {
      requireOurs(TYPE, name, existing.InstanceProfile?.Tags, context);
    }
    context.identify(name);
    await applyRole(name, properties, context);
    return describe(name, context);
  },

  async read(physicalId, context) {
    const found = await ifThere(() => context.aws.iam.getInstanceProfile({ InstanceProfileName: physicalId }));
    if (found === undefined) return undefined;
    const { InstanceProfile: profile } = found;
    return {
      InstanceProfileName: profile?.InstanceProfileName,
      Path: profile?.Path,
      Roles: profile?.Roles?.map((role) => role.RoleName) ?? [],
    };
  },

  async list({ aws: { iam } }) {
    const profiles = await everyEntity(
      (input) => iam.listInstanceProfiles(input),
      ({ InstanceProfiles }) => InstanceProfiles,
    );
    return profiles.map(({ InstanceProfileName }) => ({ InstanceProfileName }));
  },

  async update(physicalId, properties, _previous, context) {
    await applyRole(physicalId, properties, context);
    return describe(physicalId, context);
  },

  async delete(physicalId, _properties, context) {
    if ((await ifThere(() => describe(physicalId, context))) === undefined) return;
    await applyRole(physicalId, {}, context);
    await ifThere(() => context.aws.iam.deleteInstanceProfile({ InstanceProfileName: physicalId }));
  },
};

async function applyRole(name: string, properties: Properties, { aws: { iam } }: ResourceContext): Promise<void> {
  const [wanted] = textsOf(properties, "Roles");
  const { InstanceProfile: profile } = await iam.getInstanceProfile({ InstanceProfileName: name });
  const current = profile?.Roles?.[0]?.RoleName;
  if (current === wanted) return;
  if (current !== undefined) {
    await ifThere(() => iam.removeRoleFromInstanceProfile({ InstanceProfileName: name, RoleName: current }));
  }
  if (wanted !== undefined) await iam.addRoleToInstanceProfile({ InstanceProfileName: name, RoleName: wanted });
}

async function describe(name: string, { aws: { iam } }: ResourceContext): Promise<ResourceState> {
  const { InstanceProfile: profile } = await iam.getInstanceProfile({ InstanceProfileName: name });
  return { physicalId: name, attributes: { Arn: profile?.Arn } };
}
