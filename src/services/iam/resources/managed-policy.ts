// AWS::IAM::ManagedPolicy.

import { arnOf } from "../../../iam/directory/names.ts";
import type { ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { applyToEntities, everyEntity } from "./entity-policies.ts";
import { documentOf, ifThere, requireOurs, textOf } from "./properties.ts";

const TYPE = "AWS::IAM::ManagedPolicy";
// AWS: a policy has at most five versions.
const VERSION_LIMIT = 5;

/** A managed policy. Ref is its ARN. */
export const managedPolicyType: ResourceType = {
  typeName: TYPE,
  properties: ["Description", "Groups", "ManagedPolicyName", "Path", "PolicyDocument", "Roles", "Users"],

  async create(properties, context) {
    const { iam } = context.aws;
    const name = textOf(properties, "ManagedPolicyName") ?? context.generateName({ maxLength: 128 });
    const path = textOf(properties, "Path") ?? "/";
    const arn = arnOf(context.account, "policy", { path, name });
    const existing = await ifThere(() => iam.getPolicy({ PolicyArn: arn }));
    if (existing === undefined) {
      await iam.createPolicy({
        PolicyName: name,
        Path: path,
        Description: textOf(properties, "Description"),
        PolicyDocument: documentOf(properties["PolicyDocument"]),
        Tags: Object.entries(context.tags).map(([Key, Value]) => ({ Key, Value })),
      });
    } else {
      requireOurs(TYPE, name, existing.Policy?.Tags, context);
    }
    context.identify(arn);
    await applyToEntities(context, properties, {}, attachment(arn));
    return describe(arn, context);
  },

  async read(arn, context) {
    const { iam } = context.aws;
    const found = await ifThere(() => iam.getPolicy({ PolicyArn: arn }));
    if (found === undefined) return undefined;
    const { Policy: policy } = found;
    const { PolicyVersion: version } = await iam.getPolicyVersion({
      PolicyArn: arn,
      VersionId: policy?.DefaultVersionId ?? "v1",
    });
    const {
      PolicyRoles = [],
      PolicyUsers = [],
      PolicyGroups = [],
    } = await iam.listEntitiesForPolicy({ PolicyArn: arn });
    return {
      ManagedPolicyName: policy?.PolicyName,
      Path: policy?.Path,
      Description: policy?.Description,
      PolicyDocument: JSON.parse(decodeURIComponent(version?.Document ?? "{}")),
      Roles: PolicyRoles.map((role) => role.RoleName),
      Users: PolicyUsers.map((user) => user.UserName),
      Groups: PolicyGroups.map((group) => group.GroupName),
    };
  },

  async list({ aws: { iam } }) {
    const policies = await everyEntity(
      (input) => iam.listPolicies({ ...input, Scope: "Local" }),
      ({ Policies }) => Policies,
    );
    return policies.map(({ Arn = "" }) => ({ PolicyArn: Arn }));
  },

  async update(arn, properties, previous, context) {
    const document = documentOf(properties["PolicyDocument"]);
    if (document !== documentOf(previous["PolicyDocument"])) await replaceDocument(arn, document, context);
    await applyToEntities(context, properties, previous, attachment(arn));
    return describe(arn, context);
  },

  async delete(arn, properties, context) {
    const { iam } = context.aws;
    if ((await ifThere(() => iam.getPolicy({ PolicyArn: arn }))) === undefined) return;
    await applyToEntities(context, {}, properties, attachment(arn));
    const { Versions: versions = [] } = await iam.listPolicyVersions({ PolicyArn: arn });
    for (const { VersionId: id = "", IsDefaultVersion: isDefault } of versions) {
      if (isDefault !== true) await ifThere(() => iam.deletePolicyVersion({ PolicyArn: arn, VersionId: id }));
    }
    await ifThere(() => iam.deletePolicy({ PolicyArn: arn }));
  },
};

function attachment(arn: string): Parameters<typeof applyToEntities>[3] {
  return {
    add: (policies, name) => policies.attach(name, arn),
    remove: (policies, name) => policies.detach(name, arn),
    isChanged: false,
  };
}

/** Puts the document in force as a new version; the oldest makes room if there are as many as there can be. */
async function replaceDocument(arn: string, document: string, { aws: { iam } }: ResourceContext): Promise<void> {
  const { Versions: versions = [] } = await iam.listPolicyVersions({ PolicyArn: arn });
  if (versions.length >= VERSION_LIMIT) {
    const oldest = versions.findLast((version) => version.IsDefaultVersion !== true);
    await iam.deletePolicyVersion({ PolicyArn: arn, VersionId: oldest?.VersionId ?? "" });
  }
  await iam.createPolicyVersion({ PolicyArn: arn, PolicyDocument: document, SetAsDefault: true });
}

async function describe(arn: string, { aws: { iam } }: ResourceContext): Promise<ResourceState> {
  const { Policy: policy } = await iam.getPolicy({ PolicyArn: arn });
  return {
    physicalId: arn,
    attributes: {
      AttachmentCount: policy?.AttachmentCount,
      CreateDate: policy?.CreateDate?.toISOString(),
      DefaultVersionId: policy?.DefaultVersionId,
      IsAttachable: policy?.IsAttachable,
      PermissionsBoundaryUsageCount: policy?.PermissionsBoundaryUsageCount,
      PolicyArn: arn,
      PolicyId: policy?.PolicyId,
      UpdateDate: policy?.UpdateDate?.toISOString(),
    },
  };
}
