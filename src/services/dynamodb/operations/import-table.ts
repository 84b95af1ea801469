// ImportTable: a new table with the items of objects in S3. It is CREATING until a job has read them all.

import type { ImportTableCommandInput, ImportTableCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Input } from "../../../service/apis.ts";
import type { Context } from "../../../service/context.ts";
import { defineOperation } from "../../../service/service.ts";
import type { WriteTx } from "../../../store/store.ts";
import { tooMany } from "../backups/errors.ts";
import { newBackupId } from "../backups/names.ts";
import { resourceInUse, validationError } from "../errors.ts";
import { RUN_IMPORT, type RunImport } from "../jobs/run-import.ts";
import type { TableRecord } from "../records.ts";
import { loadTable, saveTable } from "../repo.ts";
import { checkNewTableName } from "../tables/names.ts";
import { encryptionOf } from "../tables/settings.ts";
import { newTable } from "../tables/new-table.ts";
import { describeImport } from "../transfers/describe-import.ts";
import { importConflict, unsupportedValue } from "../transfers/errors.ts";
import type { ImportRecord } from "../transfers/records.ts";
import { listImports, saveImport } from "../transfers/repo.ts";
import { hashOf, withToken } from "../transfers/requests.ts";

type ImportInput = Input<ImportTableCommandInput>;

/** LIMIT: of the service. */
const MOST_IMPORTS = 50;

/** ImportTable. */
export const importTable = defineOperation<ImportInput, ImportTableCommandOutput>(
  "ImportTable",
  async (input, context) => {
    const wanted = input.TableCreationParameters.SSESpecification;
    const encryption = wanted && (await encryptionOf(context, wanted));
    const record = context.store.write((tx) => begin(tx, context, input, encryption));
    return { ImportTableDescription: describeImport(context, record) };
  },
);

function begin(tx: WriteTx, context: Context, input: ImportInput, encryption: TableRecord["encryption"]): ImportRecord {
  const { account, region } = context;
  const { TableName: tableName } = input.TableCreationParameters;
  const nowMs = context.clock.nowMs();
  const imports = listImports(tx, context, undefined);
  const requestHash = hashOf(input);
  const known = withToken(imports, input.ClientToken, nowMs);
  if (known !== undefined && known.requestHash !== requestHash) throw importConflict();
  if (known !== undefined) return known;
  const source = sourceOf(input);
  checkNewTableName(tableName);
  const table = newTable(input.TableCreationParameters, tableName, context, encryption);
  if (loadTable(tx, context, tableName) !== undefined) throw resourceInUse(`Table already exists: ${tableName}`);
  if (imports.filter(({ status }) => status === "IN_PROGRESS").length >= MOST_IMPORTS)
    throw tooMany("imports", MOST_IMPORTS);
  const record: ImportRecord = {
    v: 1,
    id: newBackupId(nowMs, context.random),
    tableName,
    tableId: table.tableId,
    startedAtMs: nowMs,
    principal: context.principal,
    requestHash,
    ...(input.ClientToken !== undefined && { clientToken: input.ClientToken }),
    status: "IN_PROGRESS",
    ...source,
    parameters: input.TableCreationParameters,
    processedBytes: 0,
    processedItems: 0,
    importedItems: 0,
    errors: 0,
  };
  saveTable(tx, context.store, context, { ...table, status: "CREATING" });
  saveImport(tx, context, record);
  const payload: RunImport = { tableName, id: record.id };
  context.jobs.enqueue(tx, { kind: RUN_IMPORT, account, region, payload });
  return record;
}

function sourceOf(
  input: ImportInput,
): Pick<ImportRecord, "format" | "csv" | "compression" | "bucket" | "bucketOwner" | "prefix"> {
  const { InputFormat: format, InputCompressionType: compression = "NONE", S3BucketSource: source } = input;
  if (format === "ION") throw unsupportedValue("InputFormat", format);
  if (compression === "ZSTD") throw unsupportedValue("InputCompressionType", compression);
  const csv = input.InputFormatOptions?.Csv;
  if (csv !== undefined && format !== "CSV")
    throw validationError("InputFormatOptions.Csv is only supported for InputFormat CSV");
  return {
    format,
    ...(format === "CSV" && {
      csv: {
        delimiter: csv?.Delimiter ?? ",",
        ...(csv?.HeaderList !== undefined && { header: csv.HeaderList }),
      },
    }),
    compression,
    bucket: source.S3Bucket,
    ...(source.S3BucketOwner !== undefined && { bucketOwner: source.S3BucketOwner }),
    ...(source.S3KeyPrefix !== undefined && { prefix: source.S3KeyPrefix }),
  };
}
