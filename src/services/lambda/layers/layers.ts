// Layers as AWS shows them, and those that a function is given.

import type { Architecture, GetLayerVersionResponse, LayerVersionsListItem, Runtime } from "@aws-sdk/client-lambda";
import type { Context, Scope, YardContext } from "../../../service/context.ts";
import type { ReadTx } from "../../../store/store.ts";
import { measureCode } from "../code.ts";
import { downloadUrl } from "../downloads.ts";
import { invalidParameter, resourceNotFound } from "../errors.ts";
import type { CodeRecord, FunctionLayer } from "../records.ts";
import { layerArn, layerVersionArn, parseLayerVersionArn } from "./names.ts";
import type { LayerReference, LayerVersionReference } from "./names.ts";
import { loadLayerVersion } from "./repo.ts";
import type { LayerVersionRecord } from "./repo.ts";

// LIMIT: AWS: "Lambda quotas": five layers a function.
const MOST_LAYERS = 5;
// LIMIT: AWS: "Lambda quotas": 250 MB unzipped, layers included.
const MOST_UNZIPPED_BYTES = 262_144_000;

/** A version's record; throws ResourceNotFoundException. */
export function requireLayerVersion(tx: ReadTx, reference: LayerVersionReference): LayerVersionRecord {
  const record = loadLayerVersion(tx, reference);
  if (record === undefined) throw resourceNotFound();
  return record;
}

/** A version as lists show it. */
export function describeLayerVersion(layer: LayerReference, record: LayerVersionRecord): LayerVersionsListItem {
  return {
    LayerVersionArn: layerVersionArn({ ...layer, version: record.version }),
    Version: record.version,
    Description: record.description,
    CreatedDate: new Date(record.createdAtMs).toISOString().replace("Z", "+0000"),
    ...(record.runtimes === undefined ? {} : { CompatibleRuntimes: record.runtimes as Runtime[] }),
    ...(record.architectures === undefined ? {} : { CompatibleArchitectures: record.architectures as Architecture[] }),
    ...(record.licenseInfo === undefined ? {} : { LicenseInfo: record.licenseInfo }),
  };
}

/** A version with its content. */
export function describeLayerContent(
  context: Context,
  layer: LayerReference,
  record: LayerVersionRecord,
): GetLayerVersionResponse {
  return {
    Content: {
      Location: downloadUrl(context, record.code.sha256),
      CodeSha256: Buffer.from(record.code.sha256, "hex").toString("base64"),
      CodeSize: record.code.bytes,
    },
    LayerArn: layerArn(layer),
    ...describeLayerVersion(layer, record),
  };
}

/** Whether a version is for what a list is asked for. A layer that names nothing is found only without a filter. */
export function isCompatible(
  record: LayerVersionRecord,
  wanted: { readonly CompatibleRuntime?: string; readonly CompatibleArchitecture?: string },
): boolean {
  const { CompatibleRuntime: runtime, CompatibleArchitecture: architecture } = wanted;
  if (runtime !== undefined && record.runtimes?.includes(runtime) !== true) return false;
  return architecture === undefined || record.architectures?.includes(architecture) === true;
}

/** The layers of a function by their ARNs, in order; throws InvalidParameterValueException. The caller may read them. */
export function readLayers(tx: ReadTx, here: Scope, arns: readonly string[]): readonly FunctionLayer[] {
  if (arns.length > MOST_LAYERS) throw invalidParameter(`Cannot reference more than ${MOST_LAYERS} layers.`);
  const names = new Set<string>();
  return arns.map((arn) => {
    const reference = parseLayerVersionArn(arn);
    if (reference === undefined) throw invalidParameter(`Invalid Layer arn: ${arn}`);
    if (reference.scope.region !== here.region)
      throw invalidParameter(
        `Layers are not in the same region as the function. Layers are expected to be in region ${here.region}.`,
      );
    if (names.has(layerArn(reference)))
      throw invalidParameter(
        `Two different versions of the same layer are not allowed to be referenced in the same function.`,
      );
    names.add(layerArn(reference));
    const record = loadLayerVersion(tx, reference);
    if (record === undefined) throw invalidParameter(`Layer version ${arn} does not exist.`);
    return { arn, code: record.code };
  });
}

/** As readLayers, for a function that has some: it may keep those that were deleted meanwhile. */
export function keepLayers(
  tx: ReadTx,
  here: Scope,
  present: readonly FunctionLayer[] = [],
  arns: readonly string[],
): readonly FunctionLayer[] {
  const isSame = present.length === arns.length && present.every(({ arn }, index) => arn === arns[index]);
  return isSame ? present : readLayers(tx, here, arns);
}

/** Throws if a function's code and layers are too large together. */
export async function requireCombinedSize(
  yard: YardContext,
  code: CodeRecord,
  layers: readonly FunctionLayer[] = [],
): Promise<void> {
  if (layers.length === 0) return;
  const sizes = await Promise.all([code, ...layers.map((layer) => layer.code)].map((each) => measureCode(yard, each)));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total > MOST_UNZIPPED_BYTES)
    throw invalidParameter(
      `Function code combined with layers exceeds the maximum allowed size of ${MOST_UNZIPPED_BYTES} bytes. The actual size is ${total} bytes.`,
    );
}
