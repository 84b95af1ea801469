// Names and ARNs of layers and their versions. Pure.
// AWS: "PublishLayerVersion", LayerName: a name or an ARN.

import { formatArn } from "../../../kernel/arns.ts";
import { parseAccountId, parseRegion } from "../../../kernel/ids.ts";
import type { Scope } from "../../../service/context.ts";
import { invalidParameter, otherRegion } from "../errors.ts";

/** A layer, of this account or another one. */
export interface LayerReference {
  readonly scope: Scope;
  readonly name: string;
}

export interface LayerVersionReference extends LayerReference {
  readonly version: number;
}

/** Reads a LayerName as operations take it; throws for another region. */
export function parseLayerName(text: string, here: Scope): LayerReference {
  const [, region, account, name] = /^arn:[a-zA-Z0-9-]+:lambda:([a-z0-9-]+):(\d{12}):layer:([^:]+)$/.exec(text) ?? [];
  if (region === undefined || account === undefined || name === undefined) return { scope: here, name: text };
  if (region !== here.region) throw otherRegion(region, here.region);
  return { scope: { account: parseAccountId(account), region: here.region }, name };
}

export function layerArn({ scope, name }: LayerReference): string {
  return formatArn("lambda", scope.region, scope.account, `layer:${name}`);
}

export function layerVersionArn(reference: LayerVersionReference): string {
  return `${layerArn(reference)}:${reference.version}`;
}

/** Reads a version's ARN; undefined for anything else. */
export function parseLayerVersionArn(arn: string): LayerVersionReference | undefined {
  const match = /^arn:aws:lambda:([a-z0-9-]+):(\d{12}):layer:([a-zA-Z0-9-_]+):(\d+)$/.exec(arn);
  if (match === null) return undefined;
  const [, region = "", account = "", name = "", version = ""] = match;
  const scope = { account: parseAccountId(account), region: parseRegion(region) };
  return { scope, name, version: Number(version) };
}

/** Reads the ARN of a version; throws InvalidParameterValueException. */
export function requireLayerVersionArn(arn: string): LayerVersionReference {
  const reference = parseLayerVersionArn(arn);
  if (reference === undefined) throw invalidParameter(`Invalid Layer arn: ${arn}`);
  return reference;
}
