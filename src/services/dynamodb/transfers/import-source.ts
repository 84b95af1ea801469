// The items of an object that is imported, one after the other, with what is wrong with those that are none.

import { StringDecoder } from "node:string_decoder";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { keyAttributes } from "../items/keys.ts";
import type { TableRecord } from "../records.ts";
import { setAttribute, type AttributeValue, type Item, type KeyType } from "../values/attribute-value.ts";
import { CsvError, readRows } from "./csv.ts";
import { LineError, parseItemLine } from "./dynamodb-json.ts";
import type { CsvOptions, ImportRecord } from "./records.ts";

/** An item, or why there is none. */
export type Imported = { readonly item: Item } | { readonly problem: string };

/** Counts what is read, uncompressed. */
export interface Counter {
  bytes: number;
}

/** What an object that is imported holds. It ends early where the object cannot be read on. */
export async function* readItems(
  body: AsyncIterable<Uint8Array>,
  record: Pick<ImportRecord, "format" | "csv" | "compression">,
  table: TableRecord,
  counter: Counter,
): AsyncGenerator<Imported> {
  const pieces = decoded(record.compression === "GZIP" ? Readable.from(body).pipe(createGunzip()) : body, counter);
  try {
    if (record.format === "CSV") yield* csvItems(pieces, record.csv ?? { delimiter: "," }, table);
    else yield* jsonItems(pieces);
  } catch (error) {
    if (!(error instanceof CsvError) && !isBadCompression(error)) throw error;
    yield { problem: error.message };
  }
}

function isBadCompression(error: unknown): error is Error {
  return error instanceof Error && "code" in error && String(error.code).startsWith("Z_");
}

async function* decoded(chunks: AsyncIterable<Uint8Array>, counter: Counter): AsyncGenerator<string> {
  const decoder = new StringDecoder("utf8");
  for await (const chunk of chunks) {
    counter.bytes += chunk.length;
    yield decoder.write(Buffer.from(chunk));
  }
  yield decoder.end();
}

async function* jsonItems(pieces: AsyncIterable<string>): AsyncGenerator<Imported> {
  for await (const line of linesOf(pieces)) {
    if (line.trim() === "") continue;
    try {
      yield { item: parseItemLine(line) };
    } catch (error) {
      if (!(error instanceof LineError)) throw error;
      yield { problem: error.message };
    }
  }
}

async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = "";
  for await (const piece of pieces) {
    const lines = (rest + piece).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  yield rest;
}

async function* csvItems(
  pieces: AsyncIterable<string>,
  { delimiter, header }: CsvOptions,
  table: TableRecord,
): AsyncGenerator<Imported> {
  const types = keyTypes(table);
  let names = header;
  for await (const row of readRows(pieces, delimiter)) {
    if (names === undefined) {
      names = row;
      continue;
    }
    if (row.length !== names.length) {
      yield { problem: `The row has ${row.length} columns, and the header ${names.length}` };
      continue;
    }
    const item: Item = {};
    for (const [position, name] of names.entries())
      setAttribute(item, name, typed(row[position] ?? "", types.get(name) ?? "S"));
    yield { item };
  }
}

// AWS: Developer Guide, "Amazon S3 import formats for DynamoDB": "all columns other than the hash range and keys of your
// base table and secondary indexes are imported as DynamoDB strings".
function keyTypes({ key, globalIndexes, localIndexes }: TableRecord): ReadonlyMap<string, KeyType> {
  const keys = [key, ...[...globalIndexes, ...localIndexes].map((index) => index.key)];
  return new Map(keys.flatMap(keyAttributes).map(({ name, type }) => [name, type]));
}

function typed(text: string, type: KeyType): AttributeValue {
  if (type === "N") return { N: text.trim() };
  return type === "B" ? { B: Buffer.from(text, "base64") } : { S: text };
}
