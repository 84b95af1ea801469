// An import as AWS describes it.

import type { ImportSummary, ImportTableDescription } from "@aws-sdk/client-dynamodb";
import { formatArn } from "../../../kernel/arns.ts";
import type { Scope } from "../../../service/context.ts";
import { importArn, tableArn } from "../tables/names.ts";
import { LOG_GROUP } from "./import-log.ts";
import type { ImportRecord } from "./records.ts";

export function describeImport(scope: Scope, record: ImportRecord): ImportTableDescription {
  const { failure, csv } = record;
  return {
    ...summarizeImport(scope, record),
    TableId: record.tableId,
    ...(record.clientToken !== undefined && { ClientToken: record.clientToken }),
    ErrorCount: record.errors,
    ...(csv !== undefined && {
      InputFormatOptions: {
        Csv: { Delimiter: csv.delimiter, ...(csv.header !== undefined && { HeaderList: [...csv.header] }) },
      },
    }),
    InputCompressionType: record.compression,
    TableCreationParameters: record.parameters,
    ProcessedSizeBytes: record.processedBytes,
    ProcessedItemCount: record.processedItems,
    ImportedItemCount: record.importedItems,
    ...(failure !== undefined && { FailureCode: failure.code, FailureMessage: failure.message }),
  };
}

export function summarizeImport(scope: Scope, record: ImportRecord): ImportSummary {
  return {
    ImportArn: importArn(scope, record.tableName, record.id),
    ImportStatus: record.status,
    TableArn: tableArn(scope, record.tableName),
    S3BucketSource: {
      ...(record.bucketOwner !== undefined && { S3BucketOwner: record.bucketOwner }),
      S3Bucket: record.bucket,
      ...(record.prefix !== undefined && { S3KeyPrefix: record.prefix }),
    },
    CloudWatchLogGroupArn: formatArn("logs", scope.region, scope.account, `log-group:${LOG_GROUP}:*`),
    InputFormat: record.format,
    StartTime: new Date(record.startedAtMs),
    ...(record.endedAtMs !== undefined && { EndTime: new Date(record.endedAtMs) }),
  };
}
