// Where executions are logged: checked when it is given, as the machine's role.
// AWS: developer guide, "Using CloudWatch Logs to log execution history in Step Functions"; messages are recorded from the service.

import { parseArn } from "../../kernel/arns.ts";
import { AwsError } from "../../kernel/errors.ts";
import type { AwsApis } from "../../service/apis.ts";
import type { Scope } from "../../service/context.ts";
import { invalidLogging } from "./errors.ts";
import type { Logging } from "./records.ts";

/** Throws for a configuration by which nothing could be logged. `asRole` are all services in the name of the machine's role. */
export async function requireLogging(
  { account, region }: Scope,
  logging: Logging | undefined,
  asRole: () => Promise<AwsApis>,
): Promise<void> {
  const { destinations = [], level = "OFF" } = logging ?? {};
  if (destinations.length > 1 || (level !== "OFF" && destinations.length === 0))
    throw invalidLogging("Must specify exactly one Log Destination.");
  const [destination] = destinations;
  if (destination === undefined) return;
  const arn = destination.cloudWatchLogsLogGroup?.logGroupArn;
  if (arn === undefined) throw invalidLogging("Must set valid CloudWatch Log Group ARN.");
  const parsed = parseArn(arn);
  if (parsed?.service !== "logs" || !parsed.resource.startsWith("log-group:"))
    throw invalidLogging("Provided ARN is not CloudWatch Logs Log Group ARN.");
  if (!arn.endsWith(":*")) throw invalidLogging("Log Group ARN must be provided with '*' qualifier.");
  if (level === "OFF") return;
  const name = parsed.resource.slice("log-group:".length, -":*".length);
  const isHere = parsed.account === account && parsed.region === region;
  if (!isHere || !(await isThere(await asRole(), name))) throw invalidLogging("Log Destination not found.");
}

/**
 * AWS: the role needs the permissions of log deliveries, logs:DescribeLogGroups among them. DEVIATION: only this one is asked for, for
 * deliveries are of no API that others may call.
 */
async function isThere({ cloudWatchLogs }: AwsApis, name: string): Promise<boolean> {
  try {
    const { logGroups = [] } = await cloudWatchLogs.describeLogGroups({ logGroupNamePrefix: name });
    return logGroups.some(({ logGroupName }) => logGroupName === name);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw invalidLogging("The state machine IAM Role is not authorized to access the Log Destination");
  }
}
