// Streams of Kinesis and of Firehose as destinations of subscription filters: batches come compressed, put under the filter's role.
// AWS: "Subscription filters with Amazon Kinesis Data Streams", "Subscription filters with Amazon Data Firehose".

import { gzipSync } from "node:zlib";
import { parseArn } from "../../kernel/arns.ts";
import { AwsError } from "../../kernel/errors.ts";
import type { AwsApis } from "../../service/apis.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import { withServiceRole } from "../../service/role-sessions.ts";
import { invalidParameter } from "./errors.ts";
import { logGroupArn } from "./log-group.ts";

/** A stream, and the role that may put into it. */
export interface StreamDestination {
  readonly logGroupName: string;
  readonly destinationArn: string;
  readonly roleArn: string;
}

/** The services whose streams can be destinations, as error messages and control messages name them. */
const NAMES: Readonly<Record<string, string>> = { kinesis: "Kinesis", firehose: "Firehose" };

/** Whether an ARN is of a stream here. */
export function isStream(destinationArn: string): boolean {
  return Object.hasOwn(NAMES, parseArn(destinationArn)?.service ?? "");
}

/** Puts a message's JSON text into the stream; `partitionKey` is Kinesis's. */
export async function putIntoStream(
  yard: YardContext,
  { account, region }: Scope,
  { logGroupName, destinationArn, roleArn }: StreamDestination,
  { data, partitionKey }: { readonly data: string; readonly partitionKey: string },
): Promise<void> {
  const scope = { account, region };
  const Data = gzipSync(data);
  const put = async (aws: AwsApis): Promise<void> => {
    if (parseArn(destinationArn)?.service === "kinesis")
      await aws.kinesis.putRecord({ StreamARN: destinationArn, Data, PartitionKey: partitionKey });
    else
      await aws.firehose.putRecord({
        DeliveryStreamName: destinationArn.slice(destinationArn.lastIndexOf("/") + 1),
        Record: { Data },
      });
  };
  const request = { roleArn, sessionName: "CloudWatchLogs", sourceArn: `${logGroupArn(scope, logGroupName)}:*`, scope };
  try {
    await withServiceRole(yard, { ...request, service: "logs.amazonaws.com" }, put);
  } catch (error) {
    // AWS: trust policies may name the service with or without its region.
    if (!(error instanceof AwsError) || error.code !== "AccessDenied") throw error;
    await withServiceRole(yard, { ...request, service: `logs.${region}.amazonaws.com` }, put);
  }
}

/**
 * Tries the stream with a control message, as AWS does; throws InvalidParameterException. AWS: the wordings and the message are
 * recorded, as Terraform's provider and readers of such streams have them.
 */
export async function requireStreamDestination(
  yard: YardContext,
  scope: Scope,
  destination: Omit<StreamDestination, "roleArn"> & { readonly roleArn: string | undefined },
): Promise<void> {
  const { destinationArn, roleArn } = destination;
  const { service = "", account, region } = parseArn(destinationArn) ?? {};
  if (roleArn === undefined)
    throw invalidParameter(`destinationArn for vendor ${service} cannot be used without roleArn`);
  // AWS: streams of other accounts are reached by logical destinations (the wording is inferred).
  if (account !== scope.account || region !== scope.region)
    throw invalidParameter(`destinationArn for vendor ${service} must be in the account and region of the log group`);
  const name = NAMES[service] ?? "";
  const timestamp = yard.clock.nowMs();
  const message = `CWL CONTROL MESSAGE: Checking health of destination ${name}.`;
  const data = JSON.stringify({
    messageType: "CONTROL_MESSAGE",
    owner: "CloudwatchLogs",
    logGroup: "",
    logStream: "",
    subscriptionFilters: [],
    logEvents: [{ id: "", timestamp, message }],
  });
  try {
    await putIntoStream(yard, scope, { ...destination, roleArn }, { data, partitionKey: yard.random.uuid() });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw invalidParameter(
      `Could not deliver test message to specified ${name} stream. Check if the given ${name === "Kinesis" ? "kinesis" : name} stream is in ACTIVE state.`,
    );
  }
}
