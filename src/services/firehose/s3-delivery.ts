// Delivery into a bucket: a batch becomes one object.
// AWS: "Configure Amazon S3 object name format"; "Understand data delivery in Amazon Data Firehose".

import type { ExtendedS3DestinationConfiguration } from "@aws-sdk/client-firehose";
import type { Scope, YardContext } from "../../service/context.ts";
import type { Batch } from "./buffers.ts";
import { compress } from "./compress.ts";
import { formatDate, parseDatePattern } from "./date-pattern.ts";
import { evaluateErrorPrefix, evaluatePrefix } from "./prefix.ts";
import type { DeliveryStreamRecord } from "./records.ts";
import { asRole } from "./roles.ts";
import { errorTypeOf } from "./routes.ts";

/** A destination in S3, as a stream, a backup or the place of errors has it. */
export type S3Place = ExtendedS3DestinationConfiguration;

/** Writes the object of a batch. Repeated attempts write the same object. Throws what S3, KMS and STS answer. */
export async function deliverToS3(
  yard: YardContext,
  scope: Scope,
  { stream, place, batch }: { readonly stream: DeliveryStreamRecord; readonly place: S3Place; readonly batch: Batch },
  content: Uint8Array,
): Promise<void> {
  const base = baseName(stream, place, batch);
  const { body, extension } = compress(place.CompressionFormat, content, { name: base, atMs: batch.oldestMs });
  const custom = place.FileExtension ?? "";
  const Key = `${prefixOf(place, batch)}${base}${custom === "" ? extension : custom}`;
  const Bucket = (place.BucketARN ?? "").slice("arn:aws:s3:::".length);
  const keyArn = place.EncryptionConfiguration?.KMSEncryptionConfig?.AWSKMSKeyARN;
  await asRole(yard, scope, { streamName: stream.name, roleArn: place.RoleARN }, (aws) =>
    aws.s3.putObject({
      Bucket,
      Key,
      Body: body,
      ContentType: "application/octet-stream",
      ...(keyArn === undefined ? {} : { ServerSideEncryption: "aws:kms", SSEKMSKeyId: keyArn }),
    }),
  );
}

function prefixOf(place: S3Place, batch: Batch): string {
  const prefixes = { prefix: place.Prefix ?? "", errorPrefix: place.ErrorOutputPrefix ?? "" };
  const { oldestMs, randomString, partitionKeys } = batch;
  const values = {
    oldestMs,
    randomString,
    timeZone: zoneOf(place),
    ...(partitionKeys === undefined ? {} : { partitionKeys }),
  };
  const errorType = errorTypeOf(batch.buffer);
  return errorType === undefined
    ? evaluatePrefix(prefixes, values)
    : evaluateErrorPrefix(prefixes, { ...values, errorType });
}

/** AWS: NAME-VERSION-year-month-day-hour-minute-second-uuid. */
function baseName({ name, version }: DeliveryStreamRecord, place: S3Place, { oldestMs, objectId }: Batch): string {
  const parts = parseDatePattern("yyyy-MM-dd-HH-mm-ss");
  const time = parts === "invalid" ? "" : formatDate(parts, oldestMs, zoneOf(place));
  return `${name}-${version}-${time}-${objectId}`;
}

function zoneOf({ CustomTimeZone: zone = "" }: S3Place): string {
  return zone === "" ? "UTC" : zone;
}
