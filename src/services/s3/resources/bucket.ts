// AWS::S3::Bucket.

import { AwsError } from "../../../kernel/errors.ts";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { bucketArn } from "../bucket-name.ts";
import { accessControl, cannedAcl, ownershipControls, ownershipIn, publicAccessBlock } from "./parts/access.ts";
import { cors } from "./parts/cors.ts";
import { encryption } from "./parts/encryption.ts";
import { ifThere } from "./parts/if-there.ts";
import { notifications } from "./parts/notifications.ts";
import type { BucketPart } from "./parts/part.ts";
import { replication } from "./parts/replication.ts";
import { acceleration, logging } from "./parts/traffic.ts";
import { lifecycle, versioning } from "./parts/versions.ts";
import { website } from "./parts/website.ts";
import { list, text } from "./template-values.ts";

/** In the order in which they are set: access comes first, so that nothing is open for a moment that is not to be. */
const PARTS: readonly BucketPart[] = [
  publicAccessBlock,
  ownershipControls,
  accessControl,
  encryption,
  cors,
  versioning,
  lifecycle,
  website,
  acceleration,
  logging,
  replication,
  notifications,
];

/** A bucket. Ref is its name. */
export const bucketType: ResourceType = {
  typeName: "AWS::S3::Bucket",
  properties: ["BucketName", "Tags", ...PARTS.map(({ property }) => property)],
  notSupported: [
    "ReplicationConfiguration.Rules.Destination.AccessControlTranslation",
    "ReplicationConfiguration.Rules.Destination.EncryptionConfiguration",
    "ReplicationConfiguration.Rules.Destination.Metrics",
    "ReplicationConfiguration.Rules.Destination.ReplicationTime",
    "ReplicationConfiguration.Rules.SourceSelectionCriteria",
  ],

  async create(properties, context) {
    const given = properties["BucketName"];
    const bucketName =
      typeof given === "string" ? given : context.generateName({ maxLength: 63, separator: "-", isLowerCase: true });
    await requireFree(bucketName, context);
    const ownership = ownershipIn(properties["OwnershipControls"]);
    const { AccessControl } = properties;
    const LocationConstraint = context.region === "us-east-1" ? undefined : (context.region as "eu-west-1");
    await ifOurs(() =>
      context.aws.s3.createBucket({
        Bucket: bucketName,
        ...(ownership === undefined ? {} : { ObjectOwnership: ownership }),
        // AWS: a list for a bucket that takes none fails the creation; for others it comes when public access is set.
        ...(AccessControl === undefined || ownership !== undefined ? {} : { ACL: cannedAcl(AccessControl) }),
        CreateBucketConfiguration: {
          ...(LocationConstraint === undefined ? {} : { LocationConstraint }),
          Tags: tagsOf(properties, context),
        },
      }),
    );
    await apply(bucketName, properties, {}, context);
    return describe(bucketName, context);
  },

  async read(bucketName, context) {
    const { s3 } = context.aws;
    if (!(await exists(bucketName, context))) return undefined;
    const live: Record<string, unknown> = { BucketName: bucketName };
    for (const { property, read } of PARTS) {
      const value = await read({ Bucket: bucketName, s3 });
      if (value !== undefined) live[property] = value;
    }
    const tags = await ifThere("NoSuchTagSet", () => s3.getBucketTagging({ Bucket: bucketName }));
    const own = (tags?.TagSet ?? []).filter((tag) => !(tag.Key ?? "").startsWith("aws:"));
    return { ...live, ...(own.length === 0 ? {} : { Tags: own.map(({ Key, Value }) => ({ Key, Value })) }) };
  },

  list: async (context) => (await everyBucket(context)).map((BucketName) => ({ BucketName })),

  async update(bucketName, properties, previous, context) {
    await apply(bucketName, properties, previous, context);
    return describe(bucketName, context);
  },

  async delete(bucketName, _properties, context) {
    await ifThere("NoSuchBucket", () => context.aws.s3.deleteBucket({ Bucket: bucketName }));
  },
};

/** The names of the region's buckets. */
export async function everyBucket({ aws, region }: Pick<ResourceContext, "aws" | "region">): Promise<string[]> {
  const buckets = await everyPage(async (ContinuationToken: string | undefined) => {
    const answer = await aws.s3.listBuckets({ BucketRegion: region, ContinuationToken });
    return { items: answer.Buckets, next: answer.ContinuationToken };
  });
  return buckets.flatMap(({ Name }) => Name ?? []);
}

/** Brings everything but the name to what the template says; what it no longer says goes back to a new bucket's state. */
async function apply(
  bucketName: string,
  properties: Properties,
  previous: Properties,
  context: ResourceContext,
): Promise<void> {
  const { s3 } = context.aws;
  const target = { Bucket: bucketName, s3 };
  await s3.putBucketTagging({ Bucket: bucketName, Tagging: { TagSet: tagsOf(properties, context) } });
  // What goes, goes in the other order: lists that let others in, before they are disabled.
  for (const { property, reset } of PARTS.toReversed()) {
    if (properties[property] === undefined && previous[property] !== undefined) await reset(target);
  }
  for (const { property, put } of PARTS) {
    const value = properties[property];
    if (value !== undefined) await put(value, target, previous[property]);
  }
}

function tagsOf(properties: Properties, context: ResourceContext): { Key: string; Value: string }[] {
  const own = list(properties["Tags"]).map((tag) => [text(tag, "Key"), text(tag, "Value")]);
  const tags: Record<string, string> = { ...context.tags, ...Object.fromEntries(own) };
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

// CreateBucket takes one's own bucket over in us-east-1. CloudFormation must not, unless an interrupted run of this very
// step made it: its tags tell, which it has from its first moment on.
async function requireFree(bucketName: string, context: ResourceContext): Promise<void> {
  if (!(await exists(bucketName, context))) return;
  const tags = await ifThere("NoSuchTagSet", () => context.aws.s3.getBucketTagging({ Bucket: bucketName }));
  const valueOf = (key: string): string | undefined => tags?.TagSet?.find((tag) => tag.Key === key)?.Value;
  const isOurs =
    valueOf("aws:cloudformation:stack-id") === context.stackId &&
    valueOf("aws:cloudformation:logical-id") === context.logicalId;
  if (isOurs) return;
  throw new AwsError({ code: "AlreadyExists", message: `${bucketName} already exists` });
}

async function exists(bucketName: string, context: ResourceContext): Promise<boolean> {
  return (
    (await ifThere("NoSuchBucket", () => context.aws.s3.getBucketVersioning({ Bucket: bucketName }))) !== undefined
  );
}

/** Success also where the bucket is ours already, because this step ran before. */
async function ifOurs(call: () => Promise<unknown>): Promise<void> {
  await ifThere("BucketAlreadyOwnedByYou", call);
}

function describe(bucketName: string, context: ResourceContext): ResourceState {
  const { region } = context;
  return {
    physicalId: bucketName,
    attributes: {
      Arn: bucketArn(bucketName),
      DomainName: `${bucketName}.s3.amazonaws.com`,
      RegionalDomainName: `${bucketName}.s3.${region}.amazonaws.com`,
      WebsiteURL: websiteUrl(bucketName, region, context.origin),
      DualStackDomainName: `${bucketName}.s3.dualstack.${region}.amazonaws.com`,
    },
  };
}

/** AWS: "http://BUCKET.s3-website-REGION.amazonaws.com"; here below localhost, at the yard's port. */
function websiteUrl(bucketName: string, region: string, origin: string): string {
  const { port } = new URL(origin);
  return `http://${bucketName}.s3-website-${region}.localhost${port === "" ? "" : `:${port}`}`;
}
