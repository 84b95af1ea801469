// DescribeAlarmHistory: what became of an alarm, or of all, also of those that are gone.

import type {
  AlarmHistoryItem,
  DescribeAlarmHistoryCommandInput,
  DescribeAlarmHistoryCommandOutput,
} from "@aws-sdk/client-cloudwatch";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { LIMITS } from "../limits.ts";
import { parsePageToken, takePage } from "../pages.ts";
import type { HistoryRecord } from "../records.ts";
import { listHistory } from "../repo.ts";

type Request = Input<DescribeAlarmHistoryCommandInput>;

export const describeAlarmHistory = defineOperation<Request, DescribeAlarmHistoryCommandOutput>(
  "DescribeAlarmHistory",
  (input, context) => {
    const { StartDate, EndDate, MaxRecords, NextToken, ScanBy } = input;
    const [atMs, number] = parsePageToken(NextToken, 2) ?? [];
    const oldestMs = context.clock.nowMs() - LIMITS.historyMs;
    return context.store.read((tx) => {
      const items = listHistory(tx, context, {
        fromMs: Math.max(oldestMs, StartDate?.getTime() ?? 0),
        untilMs: EndDate?.getTime(),
        isAscending: ScanBy === "TimestampAscending",
        after: atMs === undefined ? undefined : { atMs: Number(atMs), number: Number(number) },
      });
      const page = takePage(filter(items, input), MaxRecords ?? LIMITS.historyPage, ({ at }) => [at.atMs, at.number]);
      return { AlarmHistoryItems: page.items.map(({ item }) => show(item)), NextToken: page.nextToken };
    });
  },
);

function* filter<T extends { readonly item: HistoryRecord }>(items: Iterable<T>, input: Request): Generator<T> {
  const { AlarmName, HistoryItemType } = input;
  const types: readonly string[] = input.AlarmTypes ?? (AlarmName === undefined ? ["MetricAlarm"] : []);
  for (const each of items) {
    const { item } = each;
    if (AlarmName !== undefined && item.alarmName !== AlarmName) continue;
    if (HistoryItemType !== undefined && item.type !== HistoryItemType) continue;
    if (types.length > 0 && !types.includes(typeOf(item))) continue;
    yield each;
  }
}

function typeOf({ kind }: HistoryRecord): "CompositeAlarm" | "MetricAlarm" {
  return kind === "metric" ? "MetricAlarm" : "CompositeAlarm";
}

function show(item: HistoryRecord): AlarmHistoryItem {
  return {
    AlarmName: item.alarmName,
    AlarmType: typeOf(item),
    Timestamp: new Date(item.atMs),
    HistoryItemType: item.type,
    HistorySummary: item.summary,
    HistoryData: item.data,
  };
}
