// The only file that knows the keys of layers: ["lambda", account, region, "layer" | "layer-version" | "layer-policy", ...].

import type { Scope } from "../../../service/context.ts";
import type { Key, ReadTx, WriteTx } from "../../../store/store.ts";
import { replaceCode } from "../code-storage.ts";
import type { CodeRecord, PolicyRecord } from "../records.ts";
import type { LayerReference, LayerVersionReference } from "./names.ts";

/** What is known of a layer besides its versions. It stays when they are deleted: numbers are not given twice. */
export interface LayerRecord {
  readonly v: 1;
  readonly name: string;
  readonly lastVersion: number;
}

export interface LayerVersionRecord {
  readonly v: 1;
  readonly version: number;
  readonly description: string;
  readonly licenseInfo?: string;
  /** Undefined: the layer does not say. */
  readonly runtimes?: readonly string[];
  readonly architectures?: readonly string[];
  readonly code: CodeRecord;
  readonly createdAtMs: number;
}

const key = (scope: Scope, kind: string, ...rest: readonly (string | number)[]): Key => [
  "lambda",
  scope.account,
  scope.region,
  kind,
  ...rest,
];

export function loadLayer(tx: ReadTx, { scope, name }: LayerReference): LayerRecord | undefined {
  return tx.get<LayerRecord>(key(scope, "layer", name));
}

export function saveLayer(tx: WriteTx, scope: Scope, record: LayerRecord): void {
  tx.put(key(scope, "layer", record.name), record);
}

export function* listLayers(tx: ReadTx, scope: Scope, after?: string): Generator<LayerRecord> {
  const prefix = key(scope, "layer");
  for (const { value } of tx.range<LayerRecord>({
    prefix,
    ...(after === undefined ? {} : { after: [...prefix, after] }),
  }))
    yield value;
}

export function loadLayerVersion(
  tx: ReadTx,
  { scope, name, version }: LayerVersionReference,
): LayerVersionRecord | undefined {
  return tx.get<LayerVersionRecord>(key(scope, "layer-version", name, -version));
}

/** Throws CodeStorageExceededException, as there may be too much code. */
export function saveLayerVersion(tx: WriteTx, { scope, name }: LayerReference, record: LayerVersionRecord): void {
  replaceCode(tx, scope, loadLayerVersion(tx, { scope, name, version: record.version }), record);
  tx.put(key(scope, "layer-version", name, -record.version), record);
}

/** The newest first. */
export function* listLayerVersions(
  tx: ReadTx,
  { scope, name }: LayerReference,
  after?: number,
): Generator<LayerVersionRecord> {
  const prefix = key(scope, "layer-version", name);
  for (const { value } of tx.range<LayerVersionRecord>({
    prefix,
    ...(after === undefined ? {} : { after: [...prefix, -after] }),
  }))
    yield value;
}

/** Removes a version with its policy. */
export function removeLayerVersion(tx: WriteTx, { scope, name, version }: LayerVersionReference): void {
  replaceCode(tx, scope, loadLayerVersion(tx, { scope, name, version }), undefined);
  tx.delete(key(scope, "layer-version", name, -version));
  tx.delete(key(scope, "layer-policy", name, version));
}

export function loadLayerPolicy(tx: ReadTx, { scope, name, version }: LayerVersionReference): PolicyRecord | undefined {
  return tx.get<PolicyRecord>(key(scope, "layer-policy", name, version));
}

export function saveLayerPolicy(
  tx: WriteTx,
  { scope, name, version }: LayerVersionReference,
  record: PolicyRecord,
): void {
  tx.put(key(scope, "layer-policy", name, version), record);
}

export function removeLayerPolicy(tx: WriteTx, { scope, name, version }: LayerVersionReference): void {
  tx.delete(key(scope, "layer-policy", name, version));
}
