// AWS::EventSchemas::Discoverer.

import { everyPage } from "../../../service/pages.ts";
import type { ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { discovererIdOf } from "../names.ts";
import { changeTags, ifThere, isError, isOurs, readTags, tagsOf, text } from "./answers.ts";

/** A discoverer. Ref is its ARN. */
export const discovererType: ResourceType = {
  typeName: "AWS::EventSchemas::Discoverer",
  properties: ["CrossAccount", "Description", "SourceArn", "Tags"],

  async create(properties, context) {
    const SourceArn = String(properties["SourceArn"]);
    const DiscovererId = discovererIdOf(SourceArn);
    try {
      await context.aws.schemas.createDiscoverer({
        SourceArn,
        Description: text(properties["Description"]),
        CrossAccount: crossAccountOf(properties["CrossAccount"]),
        Tags: { ...context.tags, ...tagsOf(properties) },
      });
    } catch (error) {
      if (!isError(error, "ConflictException")) throw error;
      // An interrupted run of this step made it; a discoverer of another's stays theirs.
      const { Tags } = await context.aws.schemas.describeDiscoverer({ DiscovererId });
      if (!isOurs(context, Tags)) throw error;
    }
    return stateOf(context, DiscovererId);
  },

  async read(physicalId, { aws }) {
    const found = await ifThere(() => aws.schemas.describeDiscoverer({ DiscovererId: idOf(physicalId) }));
    if (found === undefined) return undefined;
    const { SourceArn, Description, CrossAccount, Tags } = found;
    return { SourceArn, CrossAccount, ...(Description === undefined ? {} : { Description }), ...readTags(Tags) };
  },

  async list({ aws }) {
    const all = await everyPage(async (NextToken: string | undefined) => {
      const answer = await aws.schemas.listDiscoverers({ NextToken });
      return { items: answer.Discoverers, next: answer.NextToken };
    });
    return all.map(({ DiscovererArn = "" }) => ({ DiscovererArn }));
  },

  async update(physicalId, properties, previous, context) {
    const DiscovererId = idOf(physicalId);
    await context.aws.schemas.updateDiscoverer({
      DiscovererId,
      Description: text(properties["Description"]) ?? "",
      CrossAccount: crossAccountOf(properties["CrossAccount"]),
    });
    await changeTags(context, physicalId, properties, previous);
    return stateOf(context, DiscovererId);
  },

  async delete(physicalId, _properties, { aws }) {
    await ifThere(() => aws.schemas.deleteDiscoverer({ DiscovererId: idOf(physicalId) }));
  },
};

async function stateOf({ aws }: ResourceContext, DiscovererId: string): Promise<ResourceState> {
  const found = await aws.schemas.describeDiscoverer({ DiscovererId });
  const { DiscovererArn = "", CrossAccount, State } = found;
  return { physicalId: DiscovererArn, attributes: { DiscovererArn, DiscovererId, CrossAccount, State } };
}

/** AWS: AWS::EventSchemas::Discoverer, CrossAccount: true by default. */
function crossAccountOf(value: unknown): boolean {
  return value === undefined || value === true || value === "true";
}

function idOf(arn: string): string {
  return arn.slice(arn.indexOf("discoverer/") + "discoverer/".length);
}
