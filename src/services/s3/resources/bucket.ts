// AWS::S3::Bucket.

import type { NotificationConfiguration } from "@aws-sdk/client-s3";
import { AwsError } from "../../../kernel/errors.ts";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { bucketArn } from "../bucket-name.ts";
import { field, isTrue, list, text } from "./template-values.ts";
import { fromRule, toRule } from "./lifecycle-rule.ts";

/** A bucket. Ref is its name. */
export const bucketType: ResourceType = {
  typeName: "AWS::S3::Bucket",
  properties: [
    "BucketName",
    "BucketEncryption",
    "LifecycleConfiguration",
    "NotificationConfiguration",
    "OwnershipControls",
    "PublicAccessBlockConfiguration",
    "Tags",
    "VersioningConfiguration",
  ],

  async create(properties, context) {
    const given = properties["BucketName"];
    const bucketName =
      typeof given === "string" ? given : context.generateName({ maxLength: 63, separator: "-", isLowerCase: true });
    await requireFree(bucketName, context);
    const LocationConstraint = context.region === "us-east-1" ? undefined : (context.region as "eu-west-1");
    await ifOurs(() =>
      context.aws.s3.createBucket({
        Bucket: bucketName,
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
    const Bucket = bucketName;
    if (!(await exists(bucketName, context))) return undefined;
    const versioning = await s3.getBucketVersioning({ Bucket });
    const access = await ifThere("NoSuchPublicAccessBlockConfiguration", () => s3.getPublicAccessBlock({ Bucket }));
    const ownership = await s3.getBucketOwnershipControls({ Bucket });
    const encryption = await s3.getBucketEncryption({ Bucket });
    const lifecycle = await ifThere("NoSuchLifecycleConfiguration", () =>
      s3.getBucketLifecycleConfiguration({ Bucket }),
    );
    const notifications = fromNotifications(await s3.getBucketNotificationConfiguration({ Bucket }));
    const tags = await ifThere("NoSuchTagSet", () => s3.getBucketTagging({ Bucket }));
    const own = (tags?.TagSet ?? []).filter((tag) => !(tag.Key ?? "").startsWith("aws:"));
    return {
      BucketName: bucketName,
      BucketEncryption: {
        ServerSideEncryptionConfiguration: (encryption.ServerSideEncryptionConfiguration?.Rules ?? []).map((rule) => ({
          ServerSideEncryptionByDefault: rule.ApplyServerSideEncryptionByDefault,
          BucketKeyEnabled: rule.BucketKeyEnabled,
        })),
      },
      OwnershipControls: ownership.OwnershipControls,
      ...(lifecycle === undefined ? {} : { LifecycleConfiguration: { Rules: (lifecycle.Rules ?? []).map(fromRule) } }),
      ...(notifications === undefined ? {} : { NotificationConfiguration: notifications }),
      ...(access === undefined ? {} : { PublicAccessBlockConfiguration: access.PublicAccessBlockConfiguration }),
      ...(versioning.Status === undefined ? {} : { VersioningConfiguration: { Status: versioning.Status } }),
      ...(own.length === 0 ? {} : { Tags: own.map(({ Key, Value }) => ({ Key, Value })) }),
    };
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
  const Bucket = bucketName;
  const isSaid = (name: string): boolean => properties[name] !== undefined || previous[name] !== undefined;

  await s3.putBucketTagging({ Bucket, Tagging: { TagSet: tagsOf(properties, context) } });
  if (isSaid("VersioningConfiguration")) {
    // AWS: versioning once on is never off again, only suspended.
    const status = text(properties["VersioningConfiguration"], "Status") || "Suspended";
    await s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: status as "Enabled" } });
  }
  if (isSaid("LifecycleConfiguration")) {
    const Rules = list(field(properties["LifecycleConfiguration"], "Rules")).map(toRule);
    if (Rules.length === 0) await s3.deleteBucketLifecycle({ Bucket });
    else await s3.putBucketLifecycleConfiguration({ Bucket, LifecycleConfiguration: { Rules } });
  }
  if (isSaid("NotificationConfiguration")) {
    const NotificationConfiguration = toNotifications(properties["NotificationConfiguration"]);
    await s3.putBucketNotificationConfiguration({ Bucket, NotificationConfiguration });
  }
  if (isSaid("OwnershipControls")) {
    const rules = list(field(properties["OwnershipControls"], "Rules"));
    await s3.putBucketOwnershipControls({
      Bucket,
      OwnershipControls: {
        Rules: rules.map((rule) => ({ ObjectOwnership: text(rule, "ObjectOwnership") as "BucketOwnerEnforced" })),
      },
    });
  }
  if (isSaid("BucketEncryption")) {
    const rules = list(field(properties["BucketEncryption"], "ServerSideEncryptionConfiguration"));
    if (rules.length === 0) await s3.deleteBucketEncryption({ Bucket });
    else
      await s3.putBucketEncryption({ Bucket, ServerSideEncryptionConfiguration: { Rules: rules.map(encryptionRule) } });
  }
  if (isSaid("PublicAccessBlockConfiguration")) {
    const access = properties["PublicAccessBlockConfiguration"];
    // AWS: a configuration that leaves a setting out turns it off; no configuration at all is a new bucket's: all on.
    const setting = (name: string): boolean => (access === undefined ? true : isTrue(field(access, name)));
    await s3.putPublicAccessBlock({
      Bucket,
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: setting("BlockPublicAcls"),
        IgnorePublicAcls: setting("IgnorePublicAcls"),
        BlockPublicPolicy: setting("BlockPublicPolicy"),
        RestrictPublicBuckets: setting("RestrictPublicBuckets"),
      },
    });
  }
}

/** A property of the template and the API's name for it, by the kind of destination. */
const DESTINATIONS = [
  ["QueueConfigurations", "Queue", "QueueConfigurations", "QueueArn"],
  ["TopicConfigurations", "Topic", "TopicConfigurations", "TopicArn"],
  ["LambdaConfigurations", "Function", "LambdaFunctionConfigurations", "LambdaFunctionArn"],
] as const;

function toNotifications(configuration: unknown): NotificationConfiguration {
  const result: Record<string, unknown> = {};
  for (const [property, target, member, arn] of DESTINATIONS) {
    const rules = list(field(configuration, property));
    if (rules.length === 0) continue;
    result[member] = rules.map((rule) => ({
      [arn]: text(rule, target),
      // The template has one event a rule, the API a list.
      Events: [text(rule, "Event")],
      Filter: {
        Key: {
          FilterRules: list(field(field(field(rule, "Filter"), "S3Key"), "Rules")).map((entry) => ({
            Name: text(entry, "Name"),
            Value: text(entry, "Value"),
          })),
        },
      },
    }));
  }
  if (isTrue(field(field(configuration, "EventBridgeConfiguration"), "EventBridgeEnabled")))
    result["EventBridgeConfiguration"] = {};
  return result;
}

function fromNotifications(configuration: NotificationConfiguration): Record<string, unknown> | undefined {
  const result: Record<string, unknown> = {};
  for (const [property, target, member, arn] of DESTINATIONS) {
    const rules = list(field(configuration, member));
    if (rules.length === 0) continue;
    result[property] = rules.flatMap((rule) => {
      const filters = list(field(field(field(rule, "Filter"), "Key"), "FilterRules"));
      const names = filters.map((entry) => ({ Name: text(entry, "Name").toLowerCase(), Value: text(entry, "Value") }));
      return list(field(rule, "Events")).map((event) => ({
        Event: event,
        [target]: text(rule, arn),
        ...(names.length === 0 ? {} : { Filter: { S3Key: { Rules: names } } }),
      }));
    });
  }
  const isBridged = configuration.EventBridgeConfiguration !== undefined;
  if (!isBridged && Object.keys(result).length === 0) return undefined;
  return { ...result, EventBridgeConfiguration: { EventBridgeEnabled: isBridged } };
}

function tagsOf(properties: Properties, context: ResourceContext): { Key: string; Value: string }[] {
  const own = list(properties["Tags"]).map((tag) => [text(tag, "Key"), text(tag, "Value")]);
  const tags: Record<string, string> = { ...context.tags, ...Object.fromEntries(own) };
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

function encryptionRule(rule: unknown) {
  const standard = field(rule, "ServerSideEncryptionByDefault");
  const keyId = field(standard, "KMSMasterKeyID");
  return {
    ApplyServerSideEncryptionByDefault: {
      SSEAlgorithm: text(standard, "SSEAlgorithm") as "AES256",
      ...(typeof keyId === "string" ? { KMSMasterKeyID: keyId } : {}),
    },
    ...(isTrue(field(rule, "BucketKeyEnabled")) ? { BucketKeyEnabled: true } : {}),
  };
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

/** The answer, or undefined where the call fails with this code. */
export async function ifThere<T>(code: string, call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof AwsError && error.code === code) return undefined;
    throw error;
  }
}

function describe(bucketName: string, context: ResourceContext): ResourceState {
  const { region } = context;
  return {
    physicalId: bucketName,
    attributes: {
      Arn: bucketArn(bucketName),
      DomainName: `${bucketName}.s3.amazonaws.com`,
      RegionalDomainName: `${bucketName}.s3.${region}.amazonaws.com`,
      DualStackDomainName: `${bucketName}.s3.dualstack.${region}.amazonaws.com`,
    },
  };
}
