// Fills a table from the objects of an import, as who asked for it: one object a run, a thousand items a transaction,
// with how far it came. When all objects are read the table becomes ACTIVE.

import { AwsError } from "../../../kernel/errors.ts";
import type { YardContext } from "../../../service/context.ts";
import type { Job, JobHandler, JobOutcome } from "../../../service/jobs.ts";
import type { WriteTx } from "../../../store/store.ts";
import { requireItemKey, type KeyParts } from "../items/keys.ts";
import { requireItemBytes } from "../items/write-request.ts";
import { writeItem } from "../items/writer.ts";
import type { StoredItem, TableRecord } from "../records.ts";
import { deleteTable, loadItem, loadTable, saveTable } from "../repo.ts";
import { logProblems, type ItemProblem } from "../transfers/import-log.ts";
import { readItems, type Imported } from "../transfers/import-source.ts";
import type { ImportRecord } from "../transfers/records.ts";
import { loadImport, saveImport } from "../transfers/repo.ts";
import { itemProblem } from "../values/validate.ts";

export const RUN_IMPORT = "dynamodb/run-import";

export interface RunImport {
  readonly tableName: string;
  readonly id: string;
}

const CHUNK = 1000;

/** AWS: Developer Guide, "Import format quotas and validation", "Data validation errors". */
const ITEM_FAILURE = {
  code: "ItemValidationError",
  message:
    "Some of the items failed validation checks and were not imported. Please check CloudWatch error logs for more details.",
};

/** Reads the next object, or ends the import. */
export const runImport: JobHandler = {
  kind: RUN_IMPORT,
  run: async (job: Job, yard) => {
    const { tableName, id } = job.payload as RunImport;
    const record = yard.store.read((tx) => loadImport(tx, job, tableName, id));
    if (record?.status !== "IN_PROGRESS") return "done";
    try {
      return await step(job, yard, record);
    } catch (error) {
      // What is not implemented stays so: only a failure that passes is worth another run.
      if (!(error instanceof AwsError) || (error.fault === "server" && error.code !== "NotImplemented")) throw error;
      yard.store.write((tx) => finish(tx, job, yard, id, { code: `S3${error.code}`, message: error.message }));
      return "done";
    }
  },
};

async function step(job: Job, yard: YardContext, record: ImportRecord): Promise<JobOutcome> {
  const { account, region } = job;
  const { s3 } = yard.as(record.principal, { account, region });
  const owner = record.bucketOwner === undefined ? {} : { ExpectedBucketOwner: record.bucketOwner };
  const { Contents: [object] = [] } = await s3.listObjectsV2({
    Bucket: record.bucket,
    ...(record.prefix !== undefined && { Prefix: record.prefix }),
    ...(record.lastKey !== undefined && { StartAfter: record.lastKey }),
    MaxKeys: 1,
    ...owner,
  });
  const key = object?.Key;
  if (key === undefined) {
    yard.store.write((tx) => finish(tx, job, yard, record.id, undefined));
    return "done";
  }
  const { Body: body } = await s3.getObject({ Bucket: record.bucket, Key: key, ...owner });
  await readObject(job, yard, record, key, chunksOf(body));
  return { retryAtMs: yard.clock.nowMs() };
}

/** Inside the process a body is what S3's operation returned: a stream, bytes or a text. */
async function* chunksOf(body: unknown): AsyncGenerator<Uint8Array> {
  if (typeof body === "string") yield Buffer.from(body);
  else if (body instanceof Uint8Array) yield body;
  else yield* body as AsyncIterable<Uint8Array>;
}

async function readObject(
  job: Job,
  yard: YardContext,
  record: ImportRecord,
  key: string,
  body: AsyncIterable<Uint8Array>,
): Promise<void> {
  const table = yard.store.read((tx) => loadTable(tx, job, record.tableName));
  if (table?.tableId !== record.tableId) return;
  const counter = { bytes: 0 };
  const done = record.current?.key === key ? record.current.items : 0;
  let position = 0;
  let chunk: Imported[] = [];
  const flush = async (isEnd: boolean): Promise<void> => {
    const first = position - chunk.length;
    const problems = yard.store.write((tx) => {
      const progress = isEnd ? { lastKey: key } : { current: { key, items: position } };
      return importChunk(tx, job, yard, record.id, { table, key, first, items: chunk, bytes: counter.bytes, progress });
    });
    chunk = [];
    counter.bytes = 0;
    await logProblems(yard, { account: job.account, region: job.region }, record, problems);
  };
  for await (const imported of readItems(body, record, table, counter)) {
    position += 1;
    if (position <= done) {
      counter.bytes = 0;
      continue;
    }
    chunk.push(imported);
    if (chunk.length === CHUNK) await flush(false);
  }
  await flush(true);
}

interface Chunk {
  readonly table: TableRecord;
  readonly key: string;
  /** The position of the first item in the object. */
  readonly first: number;
  readonly items: readonly Imported[];
  readonly bytes: number;
  readonly progress: Pick<ImportRecord, "lastKey" | "current">;
}

/** Writes a chunk, with the import's counts; gives what is wrong with some of its items. */
function importChunk(tx: WriteTx, job: Job, yard: YardContext, id: string, chunk: Chunk): readonly ItemProblem[] {
  const { table, key, first, items } = chunk;
  const record = loadImport(tx, job, table.tableName, id);
  if (record === undefined) return [];
  const reference = { account: job.account, region: job.region, tableName: table.tableName };
  const problems: ItemProblem[] = [];
  let imported = 0;
  for (const [offset, each] of items.entries()) {
    const checked = check(each, table);
    if ("problem" in checked) {
      problems.push({ key, itemIndex: first + offset, problem: checked.problem });
      continue;
    }
    // AWS: of items with one key one remains, and it counts once.
    const before = loadItem(tx, reference, table.tableId, checked.parts);
    if (before === undefined) imported += 1;
    writeItem(tx, yard, { reference, table, parts: checked.parts, before, after: checked.stored });
  }
  const { current: _done, ...rest } = record;
  saveImport(tx, job, {
    ...rest,
    ...chunk.progress,
    processedBytes: record.processedBytes + chunk.bytes,
    processedItems: record.processedItems + items.length,
    importedItems: record.importedItems + imported,
    errors: record.errors + problems.length,
  });
  return problems;
}

function check(
  imported: Imported,
  table: TableRecord,
): { readonly parts: KeyParts; readonly stored: StoredItem } | { readonly problem: string } {
  if ("problem" in imported) return imported;
  const { item } = imported;
  const problem = itemProblem(item);
  if (problem !== undefined) return { problem };
  try {
    const bytes = requireItemBytes(item);
    return { parts: requireItemKey(item, table), stored: { v: 1, bytes, item } };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { problem: error.message };
  }
}

/** Ends the import. AWS: a table that got no data before its import failed is not created; otherwise it stays. */
function finish(
  tx: WriteTx,
  job: Job,
  yard: YardContext,
  id: string,
  failure: ImportRecord["failure"] | undefined,
): void {
  const { tableName } = job.payload as RunImport;
  const record = loadImport(tx, job, tableName, id);
  if (record === undefined) return;
  const failed = failure ?? (record.errors > 0 ? ITEM_FAILURE : undefined);
  saveImport(tx, job, {
    ...record,
    status: failed === undefined ? "COMPLETED" : "FAILED",
    ...(failed !== undefined && { failure: failed }),
    endedAtMs: yard.clock.nowMs(),
  });
  const table = loadTable(tx, job, tableName);
  if (table?.tableId !== record.tableId) return;
  if (failure !== undefined && record.processedItems === 0) deleteTable(tx, yard.store, job, tableName);
  else saveTable(tx, yard.store, job, { ...table, status: "ACTIVE" });
}
