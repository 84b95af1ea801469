// AWS::Organizations::Policy: a policy, and what it hangs on.

import type { PolicyType } from "@aws-sdk/client-organizations";
import { AwsError } from "../../../kernel/errors.ts";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { allTags, ifThere, isOurs, liveTags, rootId, updateTags } from "./shared.ts";

const TYPES = ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"] as const;

/** A policy of an organization. Ref is its id. */
export const policyType: ResourceType = {
  typeName: "AWS::Organizations::Policy",
  properties: ["Content", "Description", "Name", "Tags", "TargetIds", "Type"],

  async create(properties, context) {
    const id = await make(properties, context);
    context.identify(id);
    await attach(id, properties, {}, context);
    return state(id, context);
  },

  async read(physicalId, context) {
    const { organizations } = context.aws;
    const found = await ifThere(() => organizations.describePolicy({ PolicyId: physicalId }));
    if (found === undefined) return undefined;
    const { Content = "{}", PolicySummary } = found.Policy ?? {};
    const targets = await targetsOf(physicalId, context);
    return {
      Name: PolicySummary?.Name,
      Type: PolicySummary?.Type,
      Content: JSON.parse(Content) as unknown,
      ...(PolicySummary?.Description ? { Description: PolicySummary.Description } : {}),
      ...(targets.length === 0 ? {} : { TargetIds: targets }),
      ...(await liveTags(physicalId, context)),
    };
  },

  async list(context) {
    if ((await rootId(context)) === undefined) return [];
    const lists = await Promise.all(TYPES.map((Filter) => policies(Filter, context)));
    return lists
      .flat()
      .filter(({ AwsManaged }) => AwsManaged !== true)
      .map(({ Id = "" }) => ({ Id }));
  },

  async update(physicalId, properties, previous, context) {
    await context.aws.organizations.updatePolicy({ PolicyId: physicalId, ...textOf(properties) });
    await attach(physicalId, properties, previous, context);
    await updateTags(physicalId, properties, previous, context);
    return state(physicalId, context);
  },

  async delete(physicalId, _properties, context) {
    const targets = await ifThere(() => targetsOf(physicalId, context));
    for (const target of targets ?? []) await detach(physicalId, target, context);
    await ifThere(() => context.aws.organizations.deletePolicy({ PolicyId: physicalId }));
  },
};

function textOf(properties: Properties): { Name: string; Description: string; Content: string } {
  const { Content, Description } = properties;
  return {
    Name: String(properties["Name"]),
    Description: typeof Description === "string" ? Description : "",
    Content: typeof Content === "string" ? Content : JSON.stringify(Content),
  };
}

async function make(properties: Properties, context: ResourceContext): Promise<string> {
  const Type = String(properties["Type"]) as PolicyType;
  const text = textOf(properties);
  try {
    const { Policy } = await context.aws.organizations.createPolicy({
      ...text,
      Type,
      Tags: allTags(properties, context),
    });
    return String(Policy?.PolicySummary?.Id);
  } catch (error) {
    // An interrupted run of this step made it; one of another's has other tags.
    if (!(error instanceof AwsError) || error.code !== "DuplicatePolicyException") throw error;
    const found = (await policies(Type, context)).find(({ Name }) => Name === text.Name)?.Id;
    if (found === undefined || !(await isOurs(found, context))) throw error;
    return found;
  }
}

async function policies(Filter: PolicyType, { aws }: Pick<ResourceContext, "aws">) {
  return everyPage(async (NextToken: string | undefined) => {
    const page = await aws.organizations.listPolicies({ Filter, NextToken });
    return { items: page.Policies, next: page.NextToken };
  });
}

async function targetsOf(PolicyId: string, { aws }: Pick<ResourceContext, "aws">): Promise<readonly string[]> {
  const targets = await everyPage(async (NextToken: string | undefined) => {
    const page = await aws.organizations.listTargetsForPolicy({ PolicyId, NextToken });
    return { items: page.Targets, next: page.NextToken };
  });
  return targets.map(({ TargetId = "" }) => TargetId);
}

const targetIds = ({ TargetIds }: Properties): readonly string[] => (TargetIds ?? []) as readonly string[];

async function attach(
  PolicyId: string,
  properties: Properties,
  previous: Properties,
  context: ResourceContext,
): Promise<void> {
  const there = new Set(await targetsOf(PolicyId, context));
  const wanted = targetIds(properties);
  for (const TargetId of wanted)
    if (!there.has(TargetId)) await context.aws.organizations.attachPolicy({ PolicyId, TargetId });
  for (const target of targetIds(previous))
    if (there.has(target) && !wanted.includes(target)) await detach(PolicyId, target, context);
}

async function detach(PolicyId: string, TargetId: string, { aws }: ResourceContext): Promise<void> {
  try {
    await ifThere(() => aws.organizations.detachPolicy({ PolicyId, TargetId }));
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== "PolicyNotAttachedException") throw error;
  }
}

async function state(PolicyId: string, { aws }: ResourceContext): Promise<ResourceState> {
  const { Policy } = await aws.organizations.describePolicy({ PolicyId });
  const { Id, Arn, AwsManaged } = Policy?.PolicySummary ?? {};
  return { physicalId: PolicyId, attributes: { Id, Arn, AwsManaged: AwsManaged === true } };
}
