// What an event says, in the form of queues, topics and functions, and in EventBridge's. Pure.
// AWS: "Event message structure" and "Amazon S3 events" for EventBridge (S3 user guide).

import { bucketArn } from "./bucket-name.ts";
import { encodeKey } from "./listing.ts";
import type { BucketRecord } from "./records.ts";

/** What happened to a key. */
export interface ObjectEvent {
  /** Without the "s3:" in front, such as "ObjectCreated:Put". */
  readonly eventName: string;
  readonly key: string;
  readonly bytes?: number;
  readonly etag?: string;
  readonly versionId?: string | undefined;
  /** Where a transition leads, or what a restoration is of. */
  readonly storageClass?: string | undefined;
  /** Until when the copy of a restoration is there. */
  readonly restoredUntilMs?: number;
}

/** Who did it and when, for the message. */
export interface EventOrigin {
  readonly timeMs: number;
  readonly principalId: string;
  /** The caller's account, or the service. */
  readonly requester: string;
  readonly sourceIp: string;
  readonly ownerId: string;
  readonly requestId: string;
  /** Grows from event to event of one key. */
  readonly sequencer: string;
}

/** AWS: the entity tag of nothing, which delete markers have. */
const EMPTY_ETAG = "d41d8cd98f00b204e9800998ecf8427e";

/** The message of one event for one rule, as JSON. */
export function formatEvent(
  bucket: BucketRecord,
  configurationId: string,
  event: ObjectEvent,
  origin: EventOrigin,
): object {
  const { eventName, key, bytes, etag, versionId } = event;
  const eTag = eventName.endsWith("DeleteMarkerCreated") ? EMPTY_ETAG : etag?.replaceAll('"', "");
  return {
    Records: [
      {
        eventVersion: versionOf(eventName),
        eventSource: "aws:s3",
        awsRegion: bucket.region,
        eventTime: new Date(origin.timeMs).toISOString(),
        eventName,
        userIdentity: { principalId: origin.principalId },
        requestParameters: { sourceIPAddress: origin.sourceIp },
        responseElements: { "x-amz-request-id": origin.requestId, "x-amz-id-2": origin.requestId },
        s3: {
          s3SchemaVersion: "1.0",
          configurationId,
          bucket: {
            name: bucket.bucketName,
            ownerIdentity: { principalId: origin.ownerId },
            arn: bucketArn(bucket.bucketName),
          },
          object: {
            // AWS: the key is URL-encoded, a space as "+".
            key: encodeKey(key),
            ...(bytes === undefined ? {} : { size: bytes }),
            ...(eTag === undefined ? {} : { eTag }),
            ...(versionId === undefined ? {} : { versionId }),
            sequencer: origin.sequencer,
          },
        },
        ...moreOf(event),
      },
    ],
  };
}

/** AWS: types that came later have later versions of the structure. */
function versionOf(eventName: string): string {
  if (eventName.startsWith("Replication:")) return "2.2";
  return /^(Lifecycle|IntelligentTiering|ObjectAcl|ObjectTagging|ObjectRestore:Delete)/.test(eventName) ? "2.3" : "2.1";
}

function moreOf({ eventName, storageClass, restoredUntilMs }: ObjectEvent): object {
  if (eventName === "LifecycleTransition")
    return { lifecycleEventData: { transitionEventData: { destinationStorageClass: storageClass } } };
  if (restoredUntilMs === undefined) return {};
  return {
    glacierEventData: {
      restoreEventData: {
        lifecycleRestorationExpiryTime: new Date(restoredUntilMs).toISOString(),
        lifecycleRestoreStorageClass: storageClass,
      },
    },
  };
}

/** The message that a destination gets when it is configured. */
export function formatTestEvent(bucket: BucketRecord, timeMs: number, requestId: string): object {
  return {
    Service: "Amazon S3",
    Event: "s3:TestEvent",
    Time: new Date(timeMs).toISOString(),
    Bucket: bucket.bucketName,
    RequestId: requestId,
    HostId: requestId,
  };
}

/** An event as EventBridge gets it; undefined for types that it does not get. */
export function formatBridgeEvent(
  bucket: BucketRecord,
  event: ObjectEvent,
  origin: EventOrigin,
): { readonly detailType: string; readonly detail: object } | undefined {
  const detailType = DETAIL_TYPES.find(([pattern]) => pattern.test(event.eventName))?.[1];
  if (detailType === undefined) return undefined;
  const { key, bytes, etag, versionId } = event;
  const detail = {
    version: "0",
    bucket: { name: bucket.bucketName },
    object: {
      // AWS: not encoded here.
      key,
      ...(bytes === undefined ? {} : { size: bytes }),
      ...(etag === undefined ? {} : { etag: etag.replaceAll('"', "") }),
      ...(versionId === undefined ? {} : { "version-id": versionId }),
      sequencer: origin.sequencer,
    },
    "request-id": origin.requestId,
    requester: origin.requester,
    "source-ip-address": origin.sourceIp,
    ...bridgeMore(event),
  };
  return { detailType, detail };
}

const DETAIL_TYPES: readonly (readonly [RegExp, string])[] = [
  [/^ObjectCreated:/, "Object Created"],
  [/^(ObjectRemoved|LifecycleExpiration):/, "Object Deleted"],
  [/^ObjectRestore:Post$/, "Object Restore Initiated"],
  [/^ObjectRestore:Completed$/, "Object Restore Completed"],
  [/^ObjectRestore:Delete$/, "Object Restore Expired"],
  [/^LifecycleTransition$/, "Object Storage Class Changed"],
  [/^ObjectAcl:Put$/, "Object ACL Updated"],
  [/^ObjectTagging:Put$/, "Object Tags Added"],
  [/^ObjectTagging:Delete$/, "Object Tags Deleted"],
];

const REASONS: Readonly<Record<string, string>> = {
  "ObjectCreated:Put": "PutObject",
  "ObjectCreated:Post": "POST Object",
  "ObjectCreated:Copy": "CopyObject",
  "ObjectCreated:CompleteMultipartUpload": "CompleteMultipartUpload",
};

function bridgeMore({ eventName, storageClass, restoredUntilMs }: ObjectEvent): object {
  const reason = REASONS[eventName];
  if (reason !== undefined) return { reason };
  if (/^(ObjectRemoved|LifecycleExpiration):/.test(eventName))
    return {
      reason: eventName.startsWith("Lifecycle") ? "Lifecycle Expiration" : "DeleteObject",
      "deletion-type": eventName.endsWith("DeleteMarkerCreated") ? "Delete Marker Created" : "Permanently Deleted",
    };
  if (eventName === "LifecycleTransition") return { "destination-storage-class": storageClass };
  if (!eventName.startsWith("ObjectRestore:")) return {};
  return {
    ...(restoredUntilMs === undefined ? {} : { "restore-expiry-time": new Date(restoredUntilMs).toISOString() }),
    "source-storage-class": storageClass,
  };
}
