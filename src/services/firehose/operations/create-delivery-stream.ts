// CreateDeliveryStream: makes a stream, which is ACTIVE soon after.

import type { CreateDeliveryStreamCommandInput, CreateDeliveryStreamCommandOutput } from "@aws-sdk/client-firehose";
import { AwsError } from "../../../kernel/errors.ts";
import type { Input } from "../../../service/apis.ts";
import type { Context } from "../../../service/context.ts";
import { withServiceRole } from "../../../service/role-sessions.ts";
import { defineOperation } from "../../../service/service.ts";
import { LIMITS } from "../constraints.ts";
import { readDestination, rolesOf } from "../destinations.ts";
import { grantKey } from "../encryption.ts";
import { readEncryption } from "../encryption-settings.ts";
import { invalidArgument, limitExceeded, resourceInUse } from "../errors.ts";
import { deliveryStreamArn } from "../names.ts";
import type { DeliveryStreamRecord, EncryptionRecord, SourceRecord } from "../records.ts";
import { listStreams, loadStream, saveStream } from "../repo.ts";
import { requireRoles } from "../role-check.ts";
import { roleRequest } from "../roles.ts";
import { addTags } from "../tags.ts";
import { enqueueTransition } from "../transitions.ts";

type Create = Input<CreateDeliveryStreamCommandInput>;

export const createDeliveryStream = defineOperation<Create, CreateDeliveryStreamCommandOutput>(
  "CreateDeliveryStream",
  async (input, context) => {
    const { DeliveryStreamName: name } = input;
    const source = readSource(input, context.clock.nowMs());
    const destination = readDestination(input);
    const key = readEncryption(context, input.DeliveryStreamEncryptionConfigurationInput);
    // AWS: StartDeliveryStreamEncryption: "You can enable SSE ... only if it's a Firehose stream that uses DirectPut" (the wording is inferred).
    if (key !== undefined && source.kind !== "direct")
      throw invalidArgument("Server-side encryption is only supported for Firehose streams that use DirectPut.");
    const tags = addTags({}, input.Tags ?? []);
    requireRoom(context, name);
    await requireRoles(context, name, rolesOf(source, destination));
    if (source.kind === "kinesis") await requireSource(context, name, source);
    const grantId = key?.keyArn === undefined ? undefined : await grantKey(context, name, key.keyArn);
    const nowMs = context.clock.nowMs();
    const encryption: EncryptionRecord =
      key === undefined
        ? { status: "DISABLED", changedAtMs: [] }
        : { status: "ENABLING", changedAtMs: [nowMs], ...key, ...(grantId === undefined ? {} : { grantId }) };
    const stream: DeliveryStreamRecord = {
      v: 1,
      name,
      id: context.random.uuid(),
      status: "CREATING",
      version: 1,
      createdAtMs: nowMs,
      source,
      destination,
      encryption,
      tags,
    };
    context.store.write((tx) => {
      // RACE: another request may have made it since.
      if (loadStream(tx, context, name) !== undefined) throw streamExists(context, name);
      saveStream(tx, context, stream);
      enqueueTransition(context, tx, context, stream);
    });
    return { DeliveryStreamARN: deliveryStreamArn(context, name) };
  },
);

function streamExists({ account }: Context, name: string): AwsError {
  // AWS: inferred from the wording for streams that are not there.
  return resourceInUse(`Firehose ${name} under account ${account} already exists.`);
}

function requireRoom(context: Context, name: string): void {
  context.store.read((tx) => {
    if (loadStream(tx, context, name) !== undefined) throw streamExists(context, name);
    let count = 0;
    for (const _ of listStreams(tx, context)) count += 1;
    if (count >= LIMITS.streams)
      throw limitExceeded(`You have already consumed your firehose quota of ${LIMITS.streams} hoses.`);
  });
}

/** Where records come from; the wordings are recorded (the rules of cdk-preflight, September 2026) or likewise. */
function readSource(input: Create, nowMs: number): SourceRecord {
  const { KinesisStreamSourceConfiguration: kinesis, DirectPutSourceConfiguration: direct } = input;
  if (input.DeliveryStreamType === "KinesisStreamAsSource") {
    if (kinesis === undefined)
      throw invalidArgument("KinesisSourceStreamConfig is mandatory for KinesisStreamAsSource stream type.");
    if (direct !== undefined)
      throw invalidArgument("DirectPutSourceConfiguration is only supported for DirectPut stream type.");
    return { kind: "kinesis", streamArn: kinesis.KinesisStreamARN, roleArn: kinesis.RoleARN, startingAtMs: nowMs };
  }
  if (kinesis !== undefined)
    throw invalidArgument("KinesisSourceStreamConfig is only supported for KinesisStreamAsSource stream type.");
  return { kind: "direct", ...(direct === undefined ? {} : { throughputHintMbs: direct.ThroughputHintInMBs }) };
}

/** Throws unless the role may read the source. AWS: observed (Terraform's provider waits for this answer to change). */
async function requireSource(
  context: Context,
  name: string,
  { roleArn, streamArn }: Extract<SourceRecord, { kind: "kinesis" }>,
): Promise<void> {
  try {
    await withServiceRole(context, roleRequest(context, name, roleArn), async (aws) => {
      await aws.kinesis.describeStreamSummary({ StreamARN: streamArn });
    });
  } catch (error) {
    if (!(error instanceof AwsError) || error.fault === "server") throw error;
    if (error.code !== "AccessDeniedException") throw invalidArgument(error.message);
    throw invalidArgument(
      "Access was denied when calling Kinesis. Please ensure the role specified in the KinesisStreamSourceConfiguration has proper permissions.",
    );
  }
}
