// ARNs of schedules and groups. Pure.

import { formatArn, parseArn } from "../../kernel/arns.ts";
import { parseAccountId, parseRegion } from "../../kernel/ids.ts";
import type { Scope } from "../../service/context.ts";
import { invalid } from "./errors.ts";

export function scheduleArn(scope: Scope, groupName: string, name: string): string {
  return formatArn("scheduler", scope.region, scope.account, `schedule/${groupName}/${name}`);
}

export function groupArn(scope: Scope, name: string): string {
  return formatArn("scheduler", scope.region, scope.account, `schedule-group/${name}`);
}

/** The group of an ARN whose form the constraints have checked. */
export function parseGroupArn(arn: string): { readonly scope: Scope; readonly groupName: string } {
  const parsed = parseArn(arn);
  const [kind, groupName, ...rest] = parsed?.resource.split("/") ?? [];
  if (parsed?.partition !== "aws" || kind !== "schedule-group" || !groupName || rest.length > 0)
    throw invalid("Provided ResourceArn is not in correct format.");
  try {
    return { scope: { account: parseAccountId(parsed.account), region: parseRegion(parsed.region) }, groupName };
  } catch (error) {
    if (error instanceof RangeError) throw invalid("Provided ResourceArn is not in correct format.");
    throw error;
  }
}
