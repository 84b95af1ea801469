// What is stored of exports to S3 and imports from it.

import type { TableCreationParameters } from "@aws-sdk/client-dynamodb";
import type { Principal } from "../../../iam/principal.ts";
import type { TableRecord } from "../records.ts";

/** AWS: API Reference, ListExports and ListImports: those of the past 90 days. */
export const LISTED_FOR_MS = 90 * 24 * 60 * 60 * 1000;

/** What both have in common. */
interface Transfer {
  readonly v: 1;
  /** The last part of its ARN: when it was asked for, and a random part. */
  readonly id: string;
  readonly tableName: string;
  readonly tableId: string;
  readonly startedAtMs: number;
  readonly endedAtMs?: number;
  readonly failure?: { readonly code: string; readonly message: string };
  /** Who asked: objects are written and read as them. */
  readonly principal: Principal;
  readonly clientToken?: string;
  /** Of everything that was asked for, to know a repeated request by. */
  readonly requestHash: string;
}

export interface ExportRecord extends Transfer {
  readonly status: "IN_PROGRESS" | "COMPLETED" | "FAILED";
  readonly format: "DYNAMODB_JSON" | "ION";
  readonly bucket: string;
  readonly bucketOwner?: string;
  readonly prefix?: string;
  readonly encryption: "AES256" | "KMS";
  readonly kmsKeyId?: string;
  readonly key: TableRecord["key"];
  readonly what: FullExport | IncrementalExport;
  /** The last item that was exported, by its parts in the store. */
  readonly after?: readonly string[];
  readonly files: readonly ExportedFile[];
  readonly itemCount: number;
  readonly bytes: number;
}

/** The table at a position of its journal. */
export interface FullExport {
  readonly kind: "full";
  readonly atMs: number;
  readonly position: string;
}

/** What changed between two positions of a table's journal. */
export interface IncrementalExport {
  readonly kind: "incremental";
  readonly fromMs: number;
  readonly toMs: number;
  readonly from: string;
  readonly to: string;
  readonly view: "NEW_IMAGE" | "NEW_AND_OLD_IMAGES";
}

/** A data file as the manifest lists it. */
export interface ExportedFile {
  readonly itemCount: number;
  readonly md5: string;
  readonly etag: string;
  readonly key: string;
}

export interface ImportRecord extends Transfer {
  readonly status: "IN_PROGRESS" | "COMPLETED" | "FAILED";
  readonly format: "CSV" | "DYNAMODB_JSON";
  readonly csv?: CsvOptions;
  readonly compression: "GZIP" | "NONE";
  readonly bucket: string;
  readonly bucketOwner?: string;
  readonly prefix?: string;
  readonly parameters: TableCreationParameters;
  /** The last object that was read to its end. */
  readonly lastKey?: string;
  /** The object that is being read, and how many of its items are done. */
  readonly current?: { readonly key: string; readonly items: number };
  readonly processedBytes: number;
  readonly processedItems: number;
  readonly importedItems: number;
  readonly errors: number;
}

export interface CsvOptions {
  readonly delimiter: string;
  /** The columns' names; undefined if each object's first line has them. */
  readonly header?: readonly string[];
}
