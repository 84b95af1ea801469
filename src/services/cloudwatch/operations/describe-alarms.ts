// DescribeAlarms: alarms by name, prefix, state or action, or the family of one.

import type {
  CompositeAlarm,
  DescribeAlarmsCommandInput,
  DescribeAlarmsCommandOutput,
  MetricAlarm,
} from "@aws-sdk/client-cloudwatch";
import type { Input } from "../../../service/apis.ts";
import type { Scope } from "../../../service/context.ts";
import { defineOperation } from "../../../service/service.ts";
import type { ReadTx } from "../../../store/store.ts";
import { describeAlarm } from "../alarms/describe.ts";
import { alarmsIn, parseRule } from "../alarms/rule.ts";
import { alarmNotFound, invalid } from "../errors.ts";
import { LIMITS } from "../limits.ts";
import { alarmNameOf } from "../names.ts";
import { parsePageToken, takePage } from "../pages.ts";
import type { AlarmRecord } from "../records.ts";
import { listAlarms, listParents, loadAlarm } from "../repo.ts";

type Request = Input<DescribeAlarmsCommandInput>;

export const describeAlarms = defineOperation<Request, DescribeAlarmsCommandOutput>(
  "DescribeAlarms",
  (input, context) => {
    const { AlarmNames, AlarmNamePrefix, ChildrenOfAlarmName, ParentsOfAlarmName, MaxRecords, NextToken } = input;
    if (AlarmNames !== undefined && AlarmNamePrefix !== undefined)
      throw invalid("AlarmNamePrefix and AlarmNames cannot be specified together.");
    requireAlone(input);
    const [after] = parsePageToken(NextToken, 1) ?? [];
    return context.store.read((tx) => {
      const isOfFamily = ChildrenOfAlarmName !== undefined || ParentsOfAlarmName !== undefined;
      const all = isOfFamily
        ? familyOf(tx, context, input)
        : listAlarms(tx, context, after === undefined ? {} : { after });
      const wanted = filter(all, (alarm) =>
        isOfFamily ? after === undefined || alarm.name > after : isWanted(alarm, input),
      );
      const page = takePage(wanted, MaxRecords ?? LIMITS.alarmPage, ({ name }) => [name]);
      return {
        MetricAlarms: page.items
          .filter(({ kind }) => kind === "metric")
          .map((alarm) => show(context, alarm, input) as MetricAlarm),
        CompositeAlarms: page.items
          .filter(({ kind }) => kind === "composite")
          .map((alarm) => show(context, alarm, input) as CompositeAlarm),
        NextToken: page.nextToken,
      };
    });
  },
);

// AWS: DescribeAlarms, ChildrenOfAlarmName and ParentsOfAlarmName: no other parameters but MaxRecords and NextToken.
function requireAlone(input: Request): void {
  const { MaxRecords: _size, NextToken: _token, ...filters } = input;
  const given = Object.entries(filters).filter(([, value]) => value !== undefined);
  const isFamily = input.ChildrenOfAlarmName !== undefined || input.ParentsOfAlarmName !== undefined;
  if (isFamily && given.length > 1)
    throw invalid("ChildrenOfAlarmName and ParentsOfAlarmName cannot be specified with other filters.");
}

function familyOf(
  tx: ReadTx,
  scope: Scope,
  { ChildrenOfAlarmName, ParentsOfAlarmName }: Request,
): readonly AlarmRecord[] {
  const name = ChildrenOfAlarmName ?? ParentsOfAlarmName ?? "";
  const alarm = loadAlarm(tx, scope, name);
  if (alarm === undefined) throw alarmNotFound(name);
  const names =
    ParentsOfAlarmName !== undefined
      ? [...listParents(tx, scope, name)].filter((parent) => isChild(tx, scope, parent, name))
      : alarm.kind === "composite"
        ? alarmsIn(parseRule(alarm.rule)).map((reference) => alarmNameOf(scope, reference) ?? "")
        : [];
  return names.sort().flatMap((each) => loadAlarm(tx, scope, each) ?? []);
}

// A suppressor is no child.
function isChild(tx: ReadTx, scope: Scope, parent: string, child: string): boolean {
  const alarm = loadAlarm(tx, scope, parent);
  return (
    alarm?.kind === "composite" &&
    alarmsIn(parseRule(alarm.rule)).some((reference) => alarmNameOf(scope, reference) === child)
  );
}

function isWanted(alarm: AlarmRecord, input: Request): boolean {
  const { AlarmNames, AlarmNamePrefix, AlarmTypes, StateValue, ActionPrefix } = input;
  // AWS: DescribeAlarms, AlarmTypes: metric alarms only, if it is left out.
  const types: readonly string[] = AlarmTypes ?? ["MetricAlarm"];
  if (!types.includes(alarm.kind === "metric" ? "MetricAlarm" : "CompositeAlarm")) return false;
  if (AlarmNames !== undefined && !AlarmNames.includes(alarm.name)) return false;
  if (AlarmNamePrefix !== undefined && !alarm.name.startsWith(AlarmNamePrefix)) return false;
  if (StateValue !== undefined && alarm.state.value !== StateValue) return false;
  const actions = Object.values(alarm.actions).flat();
  return ActionPrefix === undefined || actions.some((arn) => arn.startsWith(ActionPrefix));
}

/** AWS: of children name, ARN and state, of parents name and ARN. */
function show(scope: Scope, alarm: AlarmRecord, input: Request): CompositeAlarm | MetricAlarm {
  const whole = describeAlarm(scope, alarm);
  const { AlarmName, AlarmArn, StateValue, StateUpdatedTimestamp } = whole;
  if (input.ParentsOfAlarmName !== undefined) return { AlarmName, AlarmArn };
  if (input.ChildrenOfAlarmName !== undefined) return { AlarmName, AlarmArn, StateValue, StateUpdatedTimestamp };
  return whole;
}

function* filter<T>(items: Iterable<T>, wants: (item: T) => boolean): Generator<T> {
  for (const item of items) if (wants(item)) yield item;
}
