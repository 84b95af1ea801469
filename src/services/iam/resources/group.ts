// AWS::IAM::Group.

import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { applyPolicies, ENTITY_NAMES, groupPolicies, readPolicies } from "./entity-policies.ts";
import { alreadyExists, ifThere, inlinePoliciesOf, textOf, textsOf } from "./properties.ts";

const TYPE = "AWS::IAM::Group";

/** A group. Ref is its name. */
export const groupType: ResourceType = {
  typeName: TYPE,
  properties: ["GroupName", "ManagedPolicyArns", "Path", "Policies"],

  async create(properties, context) {
    const { iam } = context.aws;
    const name = textOf(properties, "GroupName") ?? context.generateName({ maxLength: 128 });
    const existing = await ifThere(() => iam.getGroup({ GroupName: name }));
    if (existing === undefined) await iam.createGroup({ GroupName: name, Path: textOf(properties, "Path") });
    else await requireLeftover(name, existing.Users?.length ?? 0, properties, context);
    context.identify(name);
    await applyPolicies(groupPolicies(iam), name, properties, {});
    return describe(name, context);
  },

  async read(physicalId, context) {
    const { iam } = context.aws;
    const found = await ifThere(() => iam.getGroup({ GroupName: physicalId }));
    if (found === undefined) return undefined;
    return {
      GroupName: found.Group?.GroupName,
      Path: found.Group?.Path,
      ...(await readPolicies(groupPolicies(iam), physicalId)),
    };
  },

  list: async ({ aws }) => (await ENTITY_NAMES.Groups(aws.iam)).map((GroupName) => ({ GroupName })),

  async update(name, properties, previous, context) {
    const { iam } = context.aws;
    const path = textOf(properties, "Path") ?? "/";
    if (path !== (textOf(previous, "Path") ?? "/")) await iam.updateGroup({ GroupName: name, NewPath: path });
    await applyPolicies(groupPolicies(iam), name, properties, previous);
    return describe(name, context);
  },

  async delete(name, properties, context) {
    const { iam } = context.aws;
    if ((await ifThere(() => iam.getGroup({ GroupName: name }))) === undefined) return;
    await applyPolicies(groupPolicies(iam), name, {}, properties);
    await ifThere(() => iam.deleteGroup({ GroupName: name }));
  },
};

// Groups have no tags that could tell whose they are. What an interrupted run left has no users, and no policies but
// the template's; anything else is somebody's.
async function requireLeftover(
  name: string,
  users: number,
  properties: Properties,
  { aws: { iam } }: ResourceContext,
): Promise<void> {
  const policies = groupPolicies(iam);
  const inline = inlinePoliciesOf(properties);
  const arns = textsOf(properties, "ManagedPolicyArns");
  const isLeftover =
    users === 0 &&
    (await policies.list(name)).every((policyName) => inline.has(policyName)) &&
    (await policies.listAttached(name)).every((arn) => arns.includes(arn));
  if (!isLeftover) throw alreadyExists(TYPE, name);
}

async function describe(name: string, { aws: { iam } }: ResourceContext): Promise<ResourceState> {
  const { Group: group } = await iam.getGroup({ GroupName: name });
  return { physicalId: name, attributes: { Arn: group?.Arn } };
}
