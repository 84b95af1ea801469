// GetLogRecord: all fields of an event that a query has shown, by its @ptr. AWS: GetLogRecord (API reference).

import type { GetLogRecordCommandInput, GetLogRecordCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { resourceNotFound } from "../errors.ts";
import { recordOf } from "../insights/event-fields.ts";
import { readPointer } from "../insights/pointer.ts";
import { textOf } from "../insights/values.ts";
import { expiryOf, requireGroup, requireStream } from "../log-group.ts";
import { loadEvent } from "../repo.ts";

export const getLogRecord = defineOperation<Input<GetLogRecordCommandInput>, GetLogRecordCommandOutput>(
  "GetLogRecord",
  ({ logRecordPointer }, context) => {
    const { logGroupName, logStreamName, position } = readPointer(logRecordPointer);
    const event = context.store.read((tx) => {
      const group = requireGroup(tx, context, logGroupName);
      const { streamId } = requireStream(tx, context, group, logStreamName);
      const expiryMs = expiryOf(group, context.clock.nowMs()) ?? -Infinity;
      const found = loadEvent(tx, context, group.groupId, position);
      return found?.streamId === streamId && position.timestampMs >= expiryMs ? found : undefined;
    });
    if (event === undefined) throw resourceNotFound();
    const fields = recordOf({ scope: context, logGroupName, logStreamName }, event);
    return { logRecord: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, textOf(value)])) };
  },
);
