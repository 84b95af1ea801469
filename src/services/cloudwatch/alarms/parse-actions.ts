// The actions of an alarm: topics and functions.

import { parseArn } from "../../../kernel/arns.ts";
import type { Scope } from "../../../service/context.ts";
import { invalid, notImplemented } from "../errors.ts";
import type { AlarmRecord } from "../records.ts";

/** Parses the actions of each state; throws ValidationException, and NotImplemented for what AWS does and Stackyard does not. */
export function parseActions(
  scope: Scope,
  input: {
    readonly OKActions?: readonly string[];
    readonly AlarmActions?: readonly string[];
    readonly InsufficientDataActions?: readonly string[];
  },
): AlarmRecord["actions"] {
  const { OKActions = [], AlarmActions = [], InsufficientDataActions = [] } = input;
  for (const arn of [...OKActions, ...AlarmActions, ...InsufficientDataActions]) requireAction(scope, arn);
  return { OK: OKActions, ALARM: AlarmActions, INSUFFICIENT_DATA: InsufficientDataActions };
}

function requireAction({ region, account }: Scope, text: string): void {
  const arn = parseArn(text);
  // AWS: recorded.
  if (arn === undefined) throw invalid(`Invalid arn syntax: ${text}`);
  const isFunction = arn.service === "lambda" && arn.resource.startsWith("function:");
  // AWS: PutMetricAlarm, AlarmActions: scaling policies, of which those of EC2's groups are not here.
  const isPolicy = arn.service === "autoscaling" && /^scalingPolicy:[0-9a-f-]{36}:resource\//.test(arn.resource);
  if (arn.service !== "sns" && !isFunction && !isPolicy) throw notImplemented(`The alarm action ${text}`);
  if (arn.region !== region || !/^\d{12}$/.test(arn.account))
    // AWS: recorded.
    throw invalid(`Invalid region ${arn.region} specified. Only ${region} is supported.`);
  if (isPolicy && arn.account !== account)
    throw invalid(`The scaling policy ${text} is not of the account ${account}.`);
}
