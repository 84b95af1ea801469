// Version 2's shapes of what SES keeps, and how its lists are given in pages. Pure.

import type { EventDestination, EventDestinationDefinition } from "@aws-sdk/client-sesv2";
import type { Input } from "../../../service/apis.ts";
import { parsePageToken, takePage } from "../../../service/pages.ts";
import type { Part } from "../mime/compose.ts";
import { type Faults } from "../faults.ts";
import type { EventDestinationRecord, EventType } from "../records.ts";
import { badRequest, notImplemented } from "./errors.ts";

type TagList = readonly { readonly Key: string; readonly Value: string }[];

export function readTags(tags: TagList = []): Record<string, string> {
  return requireFewTags(Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])));
}

// LIMIT: AWS: "Tag restrictions": tags of one resource.
const MOST_TAGS = 50;

/** The tags, unless there are too many; CloudFormation's own do not count. */
export function requireFewTags(tags: Record<string, string>): Record<string, string> {
  if (Object.keys(tags).filter((key) => !key.startsWith("aws:")).length > MOST_TAGS)
    throw badRequest(`A resource can have at most ${MOST_TAGS} tags.`);
  return tags;
}

export const writeTags = (tags: Readonly<Record<string, string>>): { Key: string; Value: string }[] =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

// LIMIT: AWS: PageSize: between 0 (or 1) and 1000, 10 to 100 for some lists; the largest counts for all here.
const LARGEST_PAGE = 1_000;

/** One page of a list, which `items` gives from behind the last item's key. */
export function pageOf<T>(
  { PageSize: size = LARGEST_PAGE, NextToken: token }: { readonly PageSize?: number; readonly NextToken?: string },
  items: (after: string | undefined) => Iterable<T>,
  keyOf: (item: T) => string,
): { readonly items: readonly T[]; readonly next: { NextToken?: string } } {
  if (size < 0 || size > LARGEST_PAGE) throw badRequest("PageSize must be between 0 and 1000.");
  const after = parsePageToken(token, () => badRequest("NextToken is not valid."));
  return takePage(items(after), size === 0 ? LARGEST_PAGE : size, keyOf);
}

/** A destination as it is kept. */
export function readDestination(
  name: string,
  given: Input<EventDestinationDefinition>,
  faults: Faults,
): EventDestinationRecord {
  const { SnsDestination: sns, KinesisFirehoseDestination: firehose, CloudWatchDestination: cloudWatch } = given;
  if (given.PinpointDestination !== undefined) throw notImplemented("An event destination of Pinpoint");
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(name)) throw faults.invalid(`Invalid event destination name: ${name}`);
  const places = [sns, firehose, cloudWatch, given.EventBridgeDestination].filter((place) => place !== undefined);
  if (places.length !== 1) throw faults.invalid("An event destination must have exactly one destination.");
  const types = (given.MatchingEventTypes ?? []) as readonly EventType[];
  if (types.length === 0) throw faults.invalid("An event destination must have at least one event type.");
  return {
    name,
    isEnabled: given.Enabled ?? false,
    types,
    ...(sns === undefined ? {} : { topicArn: sns.TopicArn }),
    ...(firehose === undefined
      ? {}
      : { firehose: { roleArn: firehose.IamRoleArn, streamArn: firehose.DeliveryStreamArn } }),
    ...(cloudWatch === undefined
      ? {}
      : {
          dimensions: cloudWatch.DimensionConfigurations.map((dimension) => ({
            name: dimension.DimensionName,
            source: dimension.DimensionValueSource,
            fallback: dimension.DefaultDimensionValue,
          })),
        }),
    ...(given.EventBridgeDestination === undefined ? {} : { eventBusArn: given.EventBridgeDestination.EventBusArn }),
  };
}

export function writeDestination(destination: EventDestinationRecord): EventDestination {
  const { topicArn, firehose, dimensions, eventBusArn } = destination;
  return {
    Name: destination.name,
    Enabled: destination.isEnabled,
    MatchingEventTypes: [...destination.types],
    ...(topicArn === undefined ? {} : { SnsDestination: { TopicArn: topicArn } }),
    ...(firehose === undefined
      ? {}
      : { KinesisFirehoseDestination: { IamRoleArn: firehose.roleArn, DeliveryStreamArn: firehose.streamArn } }),
    ...(dimensions === undefined
      ? {}
      : {
          CloudWatchDestination: {
            DimensionConfigurations: dimensions.map(({ name, source, fallback }) => ({
              DimensionName: name,
              DimensionValueSource: source,
              DefaultDimensionValue: fallback,
            })),
          },
        }),
    ...(eventBusArn === undefined ? {} : { EventBridgeDestination: { EventBusArn: eventBusArn } }),
  };
}

interface GivenAttachment {
  readonly RawContent: Uint8Array;
  readonly FileName: string;
  readonly ContentType?: string;
  readonly ContentDisposition?: string;
  readonly ContentId?: string;
  readonly ContentDescription?: string;
  readonly ContentTransferEncoding?: string;
}

// AWS: Attachment: the type is told by the file's name where it is not given.
const TYPES: Readonly<Record<string, string>> = {
  csv: "text/csv",
  gif: "image/gif",
  html: "text/html",
  ics: "text/calendar",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  json: "application/json",
  pdf: "application/pdf",
  png: "image/png",
  txt: "text/plain",
  xml: "application/xml",
  zip: "application/zip",
};

/** Attachments of simple and templated messages. */
export function readAttachments(given: readonly GivenAttachment[] = []): Part[] {
  return given.map((one) => {
    const ending = one.FileName.slice(one.FileName.lastIndexOf(".") + 1).toLowerCase();
    return {
      contentType: one.ContentType ?? TYPES[ending] ?? "application/octet-stream",
      content: Buffer.from(one.RawContent),
      fileName: one.FileName,
      isInline: one.ContentDisposition === "INLINE",
      ...(one.ContentId === undefined ? {} : { contentId: one.ContentId }),
      ...(one.ContentDescription === undefined ? {} : { description: one.ContentDescription }),
    };
  });
}
