// Where the lines of APIs' logs go: a log group of CloudWatch Logs, or a delivery stream of Firehose.

import { parseArn } from "../../kernel/arns.ts";
import { AwsError } from "../../kernel/errors.ts";
import type { AwsApis } from "../apis.ts";
import type { YardContext } from "../context.ts";
import type { Job, JobHandler } from "../jobs.ts";
import { withServiceRole } from "../role-sessions.ts";

/** `isOwn`: API Gateway makes the group if it is missing. */
export type LogDestination =
  | { readonly logGroup: string; readonly isOwn: boolean }
  | { readonly deliveryStream: string };

/** Lines on their way. */
export interface LogLines {
  readonly destination: LogDestination;
  readonly logStream: string;
  readonly lines: readonly { readonly timestamp: number; readonly message: string }[];
}

/** Lines that are written in the name of the role which the account has set for API Gateway. */
export interface RoleLogJob extends LogLines {
  readonly roleArn: string;
  /** For which stage the role is assumed. */
  readonly sourceArn: string;
}

/** The job that delivers a RoleLogJob. What cannot be delivered is lost, as on AWS, and the operator finds out why by an event of the server's log. */
export function roleLogHandler(kind: string, lostEvent: string): JobHandler {
  return {
    kind,
    async run({ payload, account, region }: Job, yard: YardContext) {
      const job = payload as RoleLogJob;
      const { roleArn, sourceArn } = job;
      try {
        const request = {
          service: "apigateway.amazonaws.com",
          roleArn,
          sessionName: "BackplaneAssumeRoleSession",
          sourceArn,
          scope: { account, region },
        };
        await withServiceRole(yard, request, (aws) => deliverLines(aws, job));
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        yard.log.write("warn", lostEvent, { sourceArn, code: error.code, message: error.message });
      }
      return "done";
    },
  };
}

/** What a customer's ARN of a destination means. */
export function logDestinationOf(arn: string): LogDestination {
  const { service, resource = "" } = parseArn(arn) ?? {};
  if (service === "firehose") return { deliveryStream: resource.replace(/^deliverystream\//, "") };
  return { logGroup: resource.replace(/^log-group:/, "").replace(/:\*$/, ""), isOwn: false };
}

/** Writes the lines in the name of whom `aws` stands for. */
export async function deliverLines(
  aws: AwsApis,
  { destination, logStream: logStreamName, lines }: LogLines,
): Promise<void> {
  if ("deliveryStream" in destination) {
    for (const { message } of lines)
      await aws.firehose.putRecord({
        DeliveryStreamName: destination.deliveryStream,
        Record: { Data: Buffer.from(`${message}\n`) },
      });
    return;
  }
  const { logGroup: logGroupName, isOwn } = destination;
  const logEvents = [...lines];
  try {
    await aws.cloudWatchLogs.putLogEvents({ logGroupName, logStreamName, logEvents });
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== "ResourceNotFoundException") throw error;
    if (isOwn) await unlessThere(aws.cloudWatchLogs.createLogGroup({ logGroupName }));
    await unlessThere(aws.cloudWatchLogs.createLogStream({ logGroupName, logStreamName }));
    await aws.cloudWatchLogs.putLogEvents({ logGroupName, logStreamName, logEvents });
  }
}

async function unlessThere(made: Promise<unknown>): Promise<void> {
  try {
    await made;
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== "ResourceAlreadyExistsException") throw error;
  }
}
