// The objects that an export writes: data files, and the manifest that lists them.
// AWS: Developer Guide, "DynamoDB table export output format".

import { createHash } from "node:crypto";
import type { Scope } from "../../../service/context.ts";
import { keyOf } from "../items/keys.ts";
import type { Item } from "../values/attribute-value.ts";
import { exportArn, tableArn } from "../tables/names.ts";
import type { ItemChanges } from "./changes.ts";
import { toDynamoDbJson } from "./dynamodb-json.ts";
import { ionLine } from "./ion.ts";
import type { ExportRecord } from "./records.ts";

/** Where an export's files are: below its own folder, but for incremental ones' data, which share one. */
export function fileKey(record: ExportRecord, name: string): string {
  return `${rootOf(record)}/${record.id}/${name}`;
}

function rootOf({ prefix }: ExportRecord): string {
  return prefix === undefined || prefix === "" ? "AWSDynamoDB" : `${prefix.replace(/\/$/, "")}/AWSDynamoDB`;
}

/** The key of the data file number `position`: always the same, so that a repeated step writes the same object. */
export function dataFileKey(record: ExportRecord, position: number): string {
  const name = createHash("sha256").update(`${record.id}/${position}`).digest("hex").slice(0, 26);
  const extension = record.format === "ION" ? "ion.gz" : "json.gz";
  return record.what.kind === "full"
    ? fileKey(record, `data/${name}.${extension}`)
    : `${rootOf(record)}/data/${name}.${extension}`;
}

/** An item as a full export's line. */
export function itemLine(record: ExportRecord, item: Item): string {
  return record.format === "ION" ? ionLine({ Item: { item } }) : toDynamoDbJson({ Item: item });
}

/** An item's change as an incremental export's line. */
export function changeLine(record: ExportRecord, { before, after, atMs }: ItemChanges): string {
  const written: Item = { WriteTimestampMicros: { N: String(atMs * 1000) } };
  const keys = keyOf((after ?? before)?.item ?? {}, record.key);
  const hasOld = record.what.kind === "incremental" && record.what.view === "NEW_AND_OLD_IMAGES";
  const oldImage = hasOld ? before?.item : undefined;
  if (record.format === "ION")
    return ionLine({
      Metadata: { item: written },
      Keys: { item: keys },
      NewImage: after && { item: after.item },
      OldImage: oldImage && { item: oldImage },
    });
  return toDynamoDbJson({
    Metadata: written,
    Keys: keys,
    ...(after !== undefined && { NewImage: after.item }),
    ...(oldImage !== undefined && { OldImage: oldImage }),
  });
}

/** manifest-files.json: a line for each data file. */
export function filesManifest({ files }: ExportRecord): string {
  return files
    .map(({ itemCount, md5, etag, key }) => JSON.stringify({ itemCount, md5Checksum: md5, etag, dataFileS3Key: key }))
    .map((line) => `${line}\n`)
    .join("");
}

/** manifest-summary.json. */
export function summaryManifest(scope: Scope, record: ExportRecord, endedAtMs: number): string {
  const { what } = record;
  const time = (ms: number): string => new Date(ms).toISOString();
  const isFull = what.kind === "full";
  return JSON.stringify({
    version: isFull ? "2020-06-30" : "2023-08-01",
    exportArn: exportArn(scope, record.tableName, record.id),
    startTime: time(record.startedAtMs),
    endTime: time(endedAtMs),
    tableArn: tableArn(scope, record.tableName),
    tableId: record.tableId,
    ...(isFull
      ? { exportTime: time(what.atMs) }
      : { exportFromTime: time(what.fromMs), exportToTime: time(what.toMs) }),
    s3Bucket: record.bucket,
    s3Prefix: record.prefix ?? null,
    s3SseAlgorithm: record.encryption,
    s3SseKmsKeyId: record.kmsKeyId ?? null,
    manifestFilesS3Key: fileKey(record, "manifest-files.json"),
    billedSizeBytes: record.bytes,
    itemCount: record.itemCount,
    outputFormat: record.format,
    ...(isFull ? { exportType: "FULL_EXPORT" } : { outputView: what.view, exportType: "INCREMENTAL_EXPORT" }),
  });
}

/** A file's MD5 as manifests and checksum files have it. */
export function md5Of(content: Uint8Array | string): string {
  return createHash("md5").update(content).digest("base64");
}
