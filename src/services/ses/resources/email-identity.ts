// AWS::SES::EmailIdentity.

import { AwsError } from "../../../kernel/errors.ts";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";

/** An identity. Ref is its name; Fn::GetAtt gives the three DNS records that AWS would look for. */
export const emailIdentityType: ResourceType = {
  typeName: "AWS::SES::EmailIdentity",
  properties: ["EmailIdentity", "Tags"],

  async create(properties, context) {
    const name = String(properties["EmailIdentity"]);
    try {
      const tags = { ...context.tags, ...readTags(properties) };
      await context.aws.sesV2.createEmailIdentity({
        EmailIdentity: name,
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      });
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== "AlreadyExistsException" || !(await isOurs(name, context)))
        throw error;
    }
    return describe(name, context);
  },

  async read(physicalId, context) {
    const identity = await find(physicalId, context);
    if (identity === undefined) return undefined;
    const { Tags = [] } = identity;
    return { EmailIdentity: physicalId, Tags: Tags.filter(({ Key }) => !Key.startsWith("aws:")) };
  },

  async list({ aws }) {
    const identities = await everyPage(async (NextToken: string | undefined) => {
      const answer = await aws.sesV2.listEmailIdentities({ NextToken });
      return { items: answer.EmailIdentities, next: answer.NextToken };
    });
    return identities.map(({ IdentityName = "" }) => ({ EmailIdentity: IdentityName }));
  },

  async delete(physicalId, _properties, context) {
    try {
      await context.aws.sesV2.deleteEmailIdentity({ EmailIdentity: physicalId });
    } catch (error) {
      if (!(error instanceof AwsError && error.code === "NotFoundException")) throw error;
    }
  },
};

// What an interrupted run of this very step left has this stack's tags.
async function isOurs(name: string, context: ResourceContext): Promise<boolean> {
  const tags = new Map(((await find(name, context))?.Tags ?? []).map(({ Key, Value }) => [Key, Value]));
  return (
    tags.get("aws:cloudformation:stack-id") === context.stackId &&
    tags.get("aws:cloudformation:logical-id") === context.logicalId
  );
}

async function find(name: string, context: ResourceContext) {
  try {
    return await context.aws.sesV2.getEmailIdentity({ EmailIdentity: name });
  } catch (error) {
    if (error instanceof AwsError && error.code === "NotFoundException") return undefined;
    throw error;
  }
}

async function describe(name: string, context: ResourceContext): Promise<ResourceState> {
  const tokens = (await find(name, context))?.DkimAttributes?.Tokens ?? [];
  const records = tokens.flatMap((token, index) => [
    [`DkimDNSTokenName${index + 1}`, `${token}._domainkey.${name}`],
    [`DkimDNSTokenValue${index + 1}`, `${token}.dkim.amazonses.com`],
  ]);
  return { physicalId: name, attributes: Object.fromEntries(records) };
}

function readTags(properties: Properties): Record<string, string> {
  const list = (properties["Tags"] ?? []) as readonly { readonly Key: string; readonly Value: unknown }[];
  return Object.fromEntries(list.map(({ Key, Value }) => [Key, String(Value)]));
}
