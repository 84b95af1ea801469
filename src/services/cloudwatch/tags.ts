// Tags of alarms and dashboards.

import { parseArn } from "../../kernel/arns.ts";
import type { Scope } from "../../service/context.ts";
import type { Tags } from "../../service/tagging.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import { invalidValue, resourceNotFound } from "./errors.ts";
import { LIMITS } from "./limits.ts";
import { alarmArn, dashboardArn } from "./names.ts";
import { loadAlarm, loadDashboard, saveAlarm, saveDashboard } from "./repo.ts";

/** Tags as a record; throws for keys that come twice or are AWS's, and for too many. */
export function parseTags(
  tags: readonly { readonly Key: string; readonly Value: string }[] | undefined,
  present: Tags = {},
): Record<string, string> {
  const given = Object.fromEntries((tags ?? []).map(({ Key, Value }) => [Key, Value]));
  if (Object.keys(given).length < (tags ?? []).length) throw invalidValue("Duplicate tag keys are not allowed.");
  const isReserved = (key: string): boolean => /^aws:/i.test(key) && !key.startsWith("aws:cloudformation:");
  if (Object.keys(given).some(isReserved))
    throw invalidValue("Tag keys that begin with aws: are reserved for system use.");
  const all = { ...present, ...given };
  const own = Object.keys(all).filter((key) => !key.startsWith("aws:")).length;
  if (own > LIMITS.tags) throw invalidValue(`A resource can have ${LIMITS.tags} tags at most.`);
  return all;
}

/** Something that has tags. */
export interface Tagged {
  readonly tags: Tags;
  save(tx: WriteTx, tags: Tags): void;
}

/** The resource of an ARN; throws ResourceNotFoundException, and InvalidParameterValueException for what is no ARN. */
export function requireTagged(tx: ReadTx, scope: Scope, arn: string): Tagged {
  if (parseArn(arn) === undefined) throw invalidValue(`The value ${arn} for parameter ResourceARN is invalid.`);
  const alarmName = after(arn, alarmArn(scope, ""));
  const alarm = alarmName === undefined ? undefined : loadAlarm(tx, scope, alarmName);
  if (alarm !== undefined)
    return { tags: alarm.tags, save: (write, tags) => saveAlarm(write, scope, { ...alarm, tags }) };
  const dashboardName = after(arn, dashboardArn(scope, ""));
  const dashboard = dashboardName === undefined ? undefined : loadDashboard(tx, scope, dashboardName);
  if (dashboard !== undefined)
    return { tags: dashboard.tags, save: (write, tags) => saveDashboard(write, scope, { ...dashboard, tags }) };
  throw resourceNotFound(arn);
}

function after(text: string, prefix: string): string | undefined {
  return text.startsWith(prefix) ? text.slice(prefix.length) : undefined;
}
