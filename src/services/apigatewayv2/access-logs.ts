// Where stages may write their access logs, and who writes them.
// AWS: "Configure logging for HTTP APIs in API Gateway".

import type { AccessLogSettings } from "@aws-sdk/client-apigatewayv2";
import { parseArn } from "../../kernel/arns.ts";
import type { Context, Scope } from "../../service/context.ts";
import { badRequest } from "./errors.ts";
import type { StageRecord } from "./records.ts";

/** AWS's service that delivers logs for others; a log group's policy lets it in. */
export const LOG_DELIVERY = "delivery.logs.amazonaws.com";

/** Checked settings. AWS: "AccessLogSettings": the destination is a log group; streams of Firehose are REST APIs' only. */
export function accessLogOf(scope: Scope, settings: AccessLogSettings): StageRecord["accessLog"] {
  const { DestinationArn: destinationArn, Format: format } = settings;
  if (destinationArn !== undefined && destinationArn !== "") {
    const { service, account, region, resource = "" } = parseArn(destinationArn) ?? {};
    const isOwn = account === scope.account && region === scope.region;
    if (service !== "logs" || !resource.startsWith("log-group:") || !isOwn)
      throw badRequest("Invalid ARN specified in the request. ARN must be a CloudWatch Logs log group ARN");
  }
  return {
    ...(destinationArn === undefined ? {} : { destinationArn }),
    ...(format === undefined ? {} : { format }),
  };
}

/** AWS: the name of the policy that lets its service deliver logs. */
const POLICY_NAME = "AWSLogDeliveryWrite20150319";

/**
 * Lets AWS's service write into the log group, in the name of who sets the stage up. AWS: "Configure logging for HTTP APIs": whoever
 * turns logging on needs logs:PutResourcePolicy and logs:DescribeResourcePolicies, among others.
 */
export async function allowAccessLog(settings: AccessLogSettings | undefined, context: Context): Promise<void> {
  const groupArn = settings === undefined ? undefined : accessLogOf(context, settings)?.destinationArn;
  if (groupArn === undefined || groupArn === "") return;
  const { aws, account } = context;
  const { resourcePolicies = [] } = await aws.cloudWatchLogs.describeResourcePolicies({});
  const present = resourcePolicies.find(({ policyName }) => policyName === POLICY_NAME)?.policyDocument;
  const statements =
    present === undefined ? [] : (JSON.parse(present) as { readonly Statement: readonly Statement[] }).Statement;
  const Resource = `${groupArn.replace(/:\*$/, "")}:log-stream:*`;
  if (statements.some((each) => each.Resource === Resource)) return;
  const added: Statement = {
    Effect: "Allow",
    Principal: { Service: LOG_DELIVERY },
    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
    Resource,
    Condition: { StringEquals: { "aws:SourceAccount": account } },
  };
  await aws.cloudWatchLogs.putResourcePolicy({
    policyName: POLICY_NAME,
    policyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [...statements, added] }),
  });
}

interface Statement {
  readonly Effect: "Allow";
  readonly Principal: { readonly Service: string };
  readonly Action: readonly string[];
  readonly Resource: string;
  readonly Condition: object;
}
