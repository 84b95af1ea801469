// An export as AWS describes it.

import type { ExportDescription, ExportSummary } from "@aws-sdk/client-dynamodb";
import type { Scope } from "../../../service/context.ts";
import { exportArn, tableArn } from "../tables/names.ts";
import { fileKey } from "./export-files.ts";
import type { ExportRecord } from "./records.ts";

export function describeExport(scope: Scope, record: ExportRecord): ExportDescription {
  const { what, failure } = record;
  return {
    ...summarizeExport(scope, record),
    StartTime: new Date(record.startedAtMs),
    ...(record.endedAtMs !== undefined && { EndTime: new Date(record.endedAtMs) }),
    ...(record.status === "COMPLETED" && { ExportManifest: fileKey(record, "manifest-summary.json") }),
    TableArn: tableArn(scope, record.tableName),
    TableId: record.tableId,
    ...(record.clientToken !== undefined && { ClientToken: record.clientToken }),
    S3Bucket: record.bucket,
    ...(record.bucketOwner !== undefined && { S3BucketOwner: record.bucketOwner }),
    ...(record.prefix !== undefined && { S3Prefix: record.prefix }),
    S3SseAlgorithm: record.encryption,
    ...(record.kmsKeyId !== undefined && { S3SseKmsKeyId: record.kmsKeyId }),
    ...(failure !== undefined && { FailureCode: failure.code, FailureMessage: failure.message }),
    ExportFormat: record.format,
    ...(record.status === "COMPLETED" && { BilledSizeBytes: record.bytes, ItemCount: record.itemCount }),
    ...(what.kind === "full"
      ? { ExportTime: new Date(what.atMs) }
      : {
          IncrementalExportSpecification: {
            ExportFromTime: new Date(what.fromMs),
            ExportToTime: new Date(what.toMs),
            ExportViewType: what.view,
          },
        }),
  };
}

export function summarizeExport(scope: Scope, { tableName, id, status, what }: ExportRecord): ExportSummary {
  return {
    ExportArn: exportArn(scope, tableName, id),
    ExportStatus: status,
    ExportType: what.kind === "full" ? "FULL_EXPORT" : "INCREMENTAL_EXPORT",
  };
}
