// Writes an export's objects as who asked for it: one data file a run, with how far it came, then the manifest. Objects
// have the same names whenever a step is repeated.

import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { AwsError } from "../../../kernel/errors.ts";
import type { YardContext } from "../../../service/context.ts";
import type { Job, JobHandler, JobOutcome } from "../../../service/jobs.ts";
import { readPage } from "../backups/snapshot.ts";
import { releaseSnapshot } from "../backups/snapshots.ts";
import { asParts, type KeyParts } from "../items/keys.ts";
import { readChanges } from "../transfers/changes.ts";
import {
  changeLine,
  dataFileKey,
  fileKey,
  filesManifest,
  itemLine,
  md5Of,
  summaryManifest,
} from "../transfers/export-files.ts";
import type { ExportRecord } from "../transfers/records.ts";
import { loadExport, saveExport } from "../transfers/repo.ts";

export const RUN_EXPORT = "dynamodb/run-export";

export interface RunExport {
  readonly tableName: string;
  readonly id: string;
}

const compress = promisify(gzip);

/** LIMITS: of one data file. */
const LIMITS = { items: 10_000, bytes: 8 * 1024 * 1024 };

/** Writes the next data file, or the manifest. */
export const runExport: JobHandler = {
  kind: RUN_EXPORT,
  run: async (job: Job, yard) => {
    const { tableName, id } = job.payload as RunExport;
    const record = yard.store.read((tx) => loadExport(tx, job, tableName, id));
    if (record?.status !== "IN_PROGRESS") return "done";
    try {
      return await step(job, yard, record);
    } catch (error) {
      // What is not implemented stays so: only a failure that passes is worth another run.
      if (!(error instanceof AwsError) || (error.fault === "server" && error.code !== "NotImplemented")) throw error;
      finish(job, yard, {
        ...record,
        status: "FAILED",
        failure: { code: `S3${error.code}`, message: error.message },
        endedAtMs: yard.clock.nowMs(),
      });
      return "done";
    }
  },
};

async function step(job: Job, yard: YardContext, record: ExportRecord): Promise<JobOutcome> {
  const put = (key: string, body: Uint8Array | string): Promise<string> => putObject(job, yard, record, key, body);
  if (record.files.length === 0) await put(fileKey(record, "_started"), "");
  const page = readLines(job, yard, record);
  const content = await compress(page.lines.map((line) => `${line}\n`).join(""));
  const key = dataFileKey(record, record.files.length);
  const etag = await put(key, content);
  const file = { itemCount: page.lines.length, md5: md5Of(content), etag, key };
  const { after: _before, ...rest } = record;
  const written: ExportRecord = {
    ...rest,
    files: [...record.files, file],
    itemCount: record.itemCount + page.lines.length,
    bytes: record.bytes + page.bytes,
    ...(page.next !== undefined && { after: page.next }),
  };
  if (page.next !== undefined) {
    yard.store.write((tx) => saveExport(tx, job, written));
    return { retryAtMs: yard.clock.nowMs() };
  }
  const endedAtMs = yard.clock.nowMs();
  for (const [name, text] of [
    ["manifest-files", filesManifest(written)],
    ["manifest-summary", summaryManifest(job, written, endedAtMs)],
  ] as const) {
    await put(fileKey(record, `${name}.json`), text);
    await put(fileKey(record, `${name}.checksum`), md5Of(text));
  }
  finish(job, yard, { ...written, status: "COMPLETED", endedAtMs });
  return "done";
}

interface Lines {
  readonly lines: readonly string[];
  readonly bytes: number;
  readonly next?: KeyParts;
}

function readLines(job: Job, { store }: YardContext, record: ExportRecord): Lines {
  const { what, tableId } = record;
  const after = asParts(record.after);
  return store.read((tx) => {
    if (what.kind === "full") {
      const page = readPage(tx, { scope: job, itemsId: tableId, position: what.position }, after, LIMITS);
      return {
        lines: page.items.map(({ stored }) => itemLine(record, stored.item)),
        bytes: page.items.reduce((sum, { stored }) => sum + stored.bytes, 0),
        ...(page.next !== undefined && { next: page.next }),
      };
    }
    const page = readChanges(tx, { scope: job, tableId, from: what.from, to: what.to }, after, LIMITS);
    return {
      lines: page.changes.map((change) => changeLine(record, change)),
      bytes: page.changes.reduce((sum, change) => sum + (change.before?.bytes ?? 0) + (change.after?.bytes ?? 0), 0),
      ...(page.next !== undefined && { next: page.next }),
    };
  });
}

/** Writes one object; gives its ETag without the quotes. */
async function putObject(
  { account, region }: Job,
  yard: YardContext,
  record: ExportRecord,
  Key: string,
  content: Uint8Array | string,
): Promise<string> {
  const { bucketOwner, kmsKeyId } = record;
  const isOthers = bucketOwner !== undefined && bucketOwner !== account;
  const { ETag = "" } = await yard.as(record.principal, { account, region }).s3.putObject({
    Bucket: record.bucket,
    Key,
    Body: content,
    ...(bucketOwner !== undefined && { ExpectedBucketOwner: bucketOwner }),
    // AWS: the bucket's owner gets full control of what another account exports (Developer Guide, "Requesting a table
    // export in DynamoDB": s3:PutObjectAcl).
    ...(isOthers && { ACL: "bucket-owner-full-control" as const }),
    ...(record.encryption === "KMS" && {
      ServerSideEncryption: "aws:kms" as const,
      ...(kmsKeyId !== undefined && { SSEKMSKeyId: kmsKeyId }),
    }),
  });
  return ETag.replaceAll('"', "");
}

/** Saves how the export ended, and lets the table go. */
function finish(job: Job, yard: YardContext, record: ExportRecord): void {
  const { tableName, tableId, id } = record;
  const reference = { account: job.account, region: job.region, tableName };
  yard.store.write((tx) => {
    saveExport(tx, job, record);
    releaseSnapshot(tx, yard, { reference, tableId, snapshotId: id });
  });
}
