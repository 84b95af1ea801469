// AWS::Route53::HostedZone.

import { AwsError } from "../../../kernel/errors.ts";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { tagList } from "../../../service/tagging.ts";
import { canonicalName } from "../names.ts";
import { bareId } from "../zones.ts";
import { ifZoneIsThere } from "./template-records.ts";

/** A public hosted zone. Ref is its id. */
export const hostedZoneType: ResourceType = {
  typeName: "AWS::Route53::HostedZone",
  properties: ["HostedZoneConfig", "HostedZoneTags", "Name"],

  async create(properties, context) {
    const comment = commentOf(properties);
    const id = await context.aws.route53
      .createHostedZone({
        Name: String(properties["Name"]),
        CallerReference: context.clientToken,
        ...(comment !== undefined && { HostedZoneConfig: { Comment: comment } }),
      })
      .then(({ HostedZone: zone }) => bareId(zone.Id))
      .catch((error: unknown) => ownZone(error, context));
    context.identify(id);
    await retag(context, id, tagsOf(properties, context), {});
    return describe(id, context);
  },

  async read(physicalId, { aws }, known) {
    const answer = await ifZoneIsThere(() => aws.route53.getHostedZone({ Id: physicalId }));
    if (answer === undefined) return undefined;
    const { Name: name, Config: config } = answer.HostedZone;
    const { ResourceTagSet: found } = await aws.route53.listTagsForResource({
      ResourceType: "hostedzone",
      ResourceId: physicalId,
    });
    const HostedZoneTags = (found.Tags ?? []).filter(({ Key = "" }) => !Key.startsWith("aws:"));
    const written = known?.["Name"];
    return {
      Name: typeof written === "string" && canonicalName(written) === name ? written : name,
      ...(config?.Comment !== undefined && { HostedZoneConfig: { Comment: config.Comment } }),
      ...(HostedZoneTags.length > 0 && { HostedZoneTags }),
    };
  },

  async list({ aws }) {
    const zones = await everyPage(async (Marker: string | undefined) => {
      const page = await aws.route53.listHostedZones({ Marker });
      return { items: page.HostedZones, next: page.NextMarker };
    });
    return zones.map(({ Id }) => ({ Id: bareId(Id) }));
  },

  async update(physicalId, properties, previous, context) {
    const Comment = commentOf(properties) ?? "";
    await context.aws.route53.updateHostedZoneComment({ Id: physicalId, Comment });
    await retag(context, physicalId, tagsOf(properties, context), readTags(previous));
    return describe(physicalId, context);
  },

  async delete(physicalId, _properties, { aws }) {
    await ifZoneIsThere(() => aws.route53.deleteHostedZone({ Id: physicalId }));
  },
};

/** The zone that an interrupted run of this step made. */
async function ownZone(error: unknown, { aws, clientToken }: ResourceContext): Promise<string> {
  if (!(error instanceof AwsError) || error.code !== "HostedZoneAlreadyExists") throw error;
  const zones = await everyPage(async (Marker: string | undefined) => {
    const page = await aws.route53.listHostedZones({ Marker });
    return { items: page.HostedZones, next: page.NextMarker };
  });
  const own = zones.find(({ CallerReference: reference }) => reference === clientToken);
  if (own === undefined) throw error;
  return bareId(own.Id);
}

async function describe(id: string, { aws }: ResourceContext): Promise<ResourceState> {
  const { DelegationSet: set } = await aws.route53.getHostedZone({ Id: id });
  return { physicalId: id, attributes: { Id: id, NameServers: set?.NameServers ?? [] } };
}

function commentOf(properties: Properties): string | undefined {
  const config = properties["HostedZoneConfig"];
  return typeof config === "object" && config !== null && "Comment" in config ? String(config.Comment) : undefined;
}

function readTags(properties: Properties): Record<string, string> {
  const list = (properties["HostedZoneTags"] ?? []) as readonly { readonly Key: string; readonly Value: unknown }[];
  return Object.fromEntries(list.map(({ Key, Value }) => [Key, String(Value)]));
}

const tagsOf = (properties: Properties, { tags }: ResourceContext): Record<string, string> => ({
  ...tags,
  ...readTags(properties),
});

async function retag(
  { aws }: ResourceContext,
  ResourceId: string,
  tags: Readonly<Record<string, string>>,
  previous: Readonly<Record<string, string>>,
): Promise<void> {
  const gone = Object.keys(previous).filter((key) => !(key in tags));
  const AddTags = tagList(tags);
  // LIMIT: AWS takes ten of each in a request.
  for (let index = 0; index < Math.max(AddTags.length, gone.length); index += 10) {
    const added = AddTags.slice(index, index + 10);
    const removed = gone.slice(index, index + 10);
    await aws.route53.changeTagsForResource({
      ResourceType: "hostedzone",
      ResourceId,
      ...(added.length > 0 && { AddTags: added }),
      ...(removed.length > 0 && { RemoveTagKeys: removed }),
    });
  }
}
