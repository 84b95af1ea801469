// What events say, in both forms. Pure.
// AWS: "Event message structure" and "Amazon S3 events" for EventBridge (S3 user guide).

import { expect, test } from "vitest";
import { type EventOrigin, formatBridgeEvent, formatEvent, type ObjectEvent } from "./event-message.ts";
import type { BucketRecord } from "./records.ts";

const bucket: BucketRecord = {
  v: 1,
  bucketName: "b",
  account: "111122223333",
  region: "eu-west-1",
  createdAtMs: 0,
  lastOrder: 0,
};
const origin: EventOrigin = {
  timeMs: Date.UTC(2026, 0, 2, 3, 4, 5),
  principalId: "AWS:AIDAEXAMPLE",
  requester: "111122223333",
  sourceIp: "127.0.0.1",
  ownerId: "owner",
  requestId: "request",
  sequencer: "0055",
};
const put: ObjectEvent = { eventName: "ObjectCreated:Put", key: "a b/é", bytes: 3, etag: '"e"', versionId: "v" };

test("a record has every member of the structure", () => {
  // Goal: the whole message, byte for byte.
  expect(formatEvent(bucket, "rule", put, origin)).toEqual({
    Records: [
      {
        eventVersion: "2.1",
        eventSource: "aws:s3",
        awsRegion: "eu-west-1",
        eventTime: "2026-01-02T03:04:05.000Z",
        eventName: "ObjectCreated:Put",
        userIdentity: { principalId: "AWS:AIDAEXAMPLE" },
        requestParameters: { sourceIPAddress: "127.0.0.1" },
        responseElements: { "x-amz-request-id": "request", "x-amz-id-2": "request" },
        s3: {
          s3SchemaVersion: "1.0",
          configurationId: "rule",
          bucket: { name: "b", ownerIdentity: { principalId: "owner" }, arn: "arn:aws:s3:::b" },
          object: { key: "a+b/%C3%A9", size: 3, eTag: "e", versionId: "v", sequencer: "0055" },
        },
      },
    ],
  });
});

test.each([
  ["ObjectCreated:Copy", "2.1"],
  ["ObjectRemoved:Delete", "2.1"],
  ["ObjectRestore:Completed", "2.1"],
  ["ObjectRestore:Delete", "2.3"],
  ["ObjectTagging:Put", "2.3"],
  ["ObjectAcl:Put", "2.3"],
  ["LifecycleTransition", "2.3"],
  ["LifecycleExpiration:Delete", "2.3"],
  ["Replication:OperationFailedReplication", "2.2"],
])("%s has version %s of the structure", (eventName, eventVersion) => {
  expect(formatEvent(bucket, "rule", { eventName, key: "k" }, origin)).toMatchObject({ Records: [{ eventVersion }] });
});

test("a delete marker has the entity tag of nothing", () => {
  const event = { eventName: "ObjectRemoved:DeleteMarkerCreated", key: "k", versionId: "m" };
  expect(formatEvent(bucket, "rule", event, origin)).toMatchObject({
    Records: [{ s3: { object: { eTag: "d41d8cd98f00b204e9800998ecf8427e", versionId: "m" } } }],
  });
});

test("EventBridge gets a detail of its own form", () => {
  // Goal: the whole detail of a creation, and what differs for the others.
  expect(formatBridgeEvent(bucket, put, origin)).toEqual({
    detailType: "Object Created",
    detail: {
      version: "0",
      bucket: { name: "b" },
      object: { key: "a b/é", size: 3, etag: "e", "version-id": "v", sequencer: "0055" },
      "request-id": "request",
      requester: "111122223333",
      "source-ip-address": "127.0.0.1",
      reason: "PutObject",
    },
  });
  const of = (eventName: string, more: Partial<ObjectEvent> = {}) =>
    formatBridgeEvent(bucket, { eventName, key: "k", ...more }, origin);
  expect(of("LifecycleExpiration:DeleteMarkerCreated")).toMatchObject({
    detailType: "Object Deleted",
    detail: { reason: "Lifecycle Expiration", "deletion-type": "Delete Marker Created" },
  });
  expect(of("ObjectRemoved:Delete")).toMatchObject({
    detail: { reason: "DeleteObject", "deletion-type": "Permanently Deleted" },
  });
  expect(of("LifecycleTransition", { storageClass: "GLACIER" })).toMatchObject({
    detailType: "Object Storage Class Changed",
    detail: { "destination-storage-class": "GLACIER" },
  });
  const restored = { storageClass: "GLACIER", restoredUntilMs: Date.UTC(2026, 0, 9) };
  expect(of("ObjectRestore:Completed", restored)).toMatchObject({
    detailType: "Object Restore Completed",
    detail: { "restore-expiry-time": "2026-01-09T00:00:00.000Z", "source-storage-class": "GLACIER" },
  });
  expect(of("ObjectTagging:Delete")?.detailType).toBe("Object Tags Deleted");
  expect(of("ObjectAcl:Put")?.detailType).toBe("Object ACL Updated");
  expect(of("Replication:OperationNotTracked")).toBeUndefined();
});
