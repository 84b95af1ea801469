// AWS::Organizations::Organization: makes the stack's account a management account.

import { AwsError } from "../../../kernel/errors.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { ifThere, rootId } from "./shared.ts";

/** An organization. Ref is its id. */
export const organizationType: ResourceType = {
  typeName: "AWS::Organizations::Organization",
  properties: ["FeatureSet"],

  async create(properties, context) {
    try {
      await context.aws.organizations.createOrganization({ FeatureSet: featureSet(properties) });
    } catch (error) {
      // An account has one, which carries nobody's tags: this step's own once more, or one that was there.
      const isThere = error instanceof AwsError && error.code === "AlreadyInOrganizationException";
      if (!isThere || !(await isNew(context))) throw error;
    }
    return state(context);
  },

  async read(physicalId, { aws }) {
    const found = await ifThere(() => aws.organizations.describeOrganization({}));
    if (found?.Organization?.Id !== physicalId) return undefined;
    return { FeatureSet: found.Organization.FeatureSet };
  },

  async list({ account, aws }) {
    const found = await ifThere(() => aws.organizations.describeOrganization({}));
    const { Id, MasterAccountId } = found?.Organization ?? {};
    return Id === undefined || MasterAccountId !== account ? [] : [{ Id }];
  },

  async update(_physicalId, properties, _previous, context) {
    const { Organization } = await context.aws.organizations.describeOrganization({});
    if (Organization?.FeatureSet !== featureSet(properties))
      throw new AwsError({
        code: "NotImplemented",
        status: 501,
        message: "Changing the feature set of an organization is not implemented by Stackyard yet.",
      });
    return state(context);
  },

  async delete(physicalId, _properties, { aws }) {
    const found = await ifThere(() => aws.organizations.describeOrganization({}));
    if (found?.Organization?.Id === physicalId) await aws.organizations.deleteOrganization({});
  },
};

function featureSet(properties: Properties): "ALL" | "CONSOLIDATED_BILLING" {
  return properties["FeatureSet"] === "CONSOLIDATED_BILLING" ? "CONSOLIDATED_BILLING" : "ALL";
}

/** Whether the organization is this account's and has nothing yet but this account. */
async function isNew({ account, aws }: ResourceContext): Promise<boolean> {
  const { Organization } = await aws.organizations.describeOrganization({});
  if (Organization?.MasterAccountId !== account) return false;
  const { Accounts = [] } = await aws.organizations.listAccounts({});
  const root = await rootId({ aws });
  const { Children = [] } = await aws.organizations.listChildren({
    ParentId: String(root),
    ChildType: "ORGANIZATIONAL_UNIT",
  });
  return Accounts.length === 1 && Children.length === 0;
}

async function state(context: ResourceContext): Promise<ResourceState> {
  const { Organization } = await context.aws.organizations.describeOrganization({});
  const { Id = "", Arn, MasterAccountArn, MasterAccountEmail, MasterAccountId } = Organization ?? {};
  return {
    physicalId: Id,
    attributes: {
      Id,
      Arn,
      ManagementAccountArn: MasterAccountArn,
      ManagementAccountEmail: MasterAccountEmail,
      ManagementAccountId: MasterAccountId,
      RootId: await rootId(context),
    },
  };
}
