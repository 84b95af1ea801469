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

function requireAction({ region }: Scope, text: string): void {
  const arn = parseArn(text);
  // AWS: recorded.
  if (arn === undefined) throw invalid(`Invalid arn syntax: ${text}`);
  const isFunction = arn.service === "lambda" && arn.resource.startsWith("function:");
  if (arn.service !== "sns" && !isFunction) throw notImplemented(`The alarm action ${text}`);
  if (arn.region !== region || !/^\d{12}$/.test(arn.account))
    // AWS: recorded.
    throw invalid(`Invalid region ${arn.region} specified. Only ${region} is supported.`);
}
