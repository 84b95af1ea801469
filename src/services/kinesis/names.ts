// The names of streams and consumers, and their ARNs.

import { formatArn, parseArn } from "../../kernel/arns.ts";
import { isRegion, parseAccountId } from "../../kernel/ids.ts";
import type { Scope } from "../../service/context.ts";
import { invalidArgument, resourceNotFound } from "./errors.ts";
import type { ConsumerRecord } from "./records.ts";

/** A stream by its place and name, whether there is one or not. */
export interface StreamReference extends Scope {
  readonly streamName: string;
}

/** How requests name a stream: by either, or by both. */
export interface StreamNames {
  readonly StreamName?: string | undefined;
  readonly StreamARN?: string | undefined;
}

export function streamArn({ account, region }: Scope, streamName: string): string {
  return formatArn("kinesis", region, account, `stream/${streamName}`);
}

/** AWS: DescribeStreamConsumer: "consumer ARNs contain the creation timestamp". */
export function consumerArn(scope: Scope, { streamName, name, createdAtMs }: ConsumerRecord): string {
  return `${streamArn(scope, streamName)}/consumer/${name}:${Math.floor(createdAtMs / 1_000)}`;
}

/** The stream of an ARN, which may be a consumer's; undefined for other texts. */
export function parseStreamArn(arn: string): StreamReference | undefined {
  const parts = parseArn(arn);
  const streamName = /^stream\/([\w.-]+)(?:\/consumer\/[\w.-]+:\d+)?$/.exec(parts?.resource ?? "")?.[1];
  // INVARIANT: of this partition only: permissions are asked on the ARN as it was sent.
  if (parts?.partition !== "aws" || parts.service !== "kinesis" || streamName === undefined) return undefined;
  if (!/^\d{12}$/.test(parts.account) || !isRegion(parts.region)) return undefined;
  return { account: parseAccountId(parts.account), region: parts.region, streamName };
}

/** The name and the second of creation in a consumer's ARN; undefined for other ARNs. */
export function parseConsumerArn(
  arn: string,
): { stream: StreamReference; consumerName: string; createdSeconds: number } | undefined {
  const [, consumerName, seconds] = /\/consumer\/([\w.-]+):(\d+)$/.exec(arn) ?? [];
  const stream = parseStreamArn(arn);
  if (stream === undefined || consumerName === undefined) return undefined;
  return { stream, consumerName, createdSeconds: Number(seconds) };
}

/** The stream that a request names; throws where it names none, or two. */
export function referenceOf({ StreamName: name, StreamARN: arn }: StreamNames, scope: Scope): StreamReference {
  if (arn === undefined) {
    // AWS: inferred: "you must use either the StreamARN or the StreamName parameter, or both".
    if (name === undefined) throw invalidArgument("Either StreamName or StreamARN must be provided.");
    return { account: scope.account, region: scope.region, streamName: name };
  }
  const reference = parseStreamArn(arn);
  if (reference === undefined) throw resourceNotFound(`Stream ARN ${arn} not found.`);
  if (name !== undefined && name !== reference.streamName)
    throw invalidArgument(`StreamName ${name} does not match the stream of StreamARN ${arn}.`);
  return reference;
}
