// GetDurableExecutionHistory: all that happened in a durable execution, page by page.

import type {
  GetDurableExecutionHistoryCommandInput,
  GetDurableExecutionHistoryCommandOutput,
} from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeEvent } from "../durable/describe.ts";
import { pageSize, requireExecution } from "../durable/lookup.ts";
import type { EventRecord } from "../durable/records.ts";
import { listEvents } from "../durable/repo.ts";
import { formatNumberMarker, readNumberMarker } from "../durable/state.ts";

export const getDurableExecutionHistory = defineOperation<
  Input<GetDurableExecutionHistoryCommandInput>,
  GetDurableExecutionHistoryCommandOutput
>("GetDurableExecutionHistory", (input, context) => {
  const limit = pageSize(input.MaxItems);
  const after = readNumberMarker(input.Marker);
  return context.store.read((tx) => {
    const { reference } = requireExecution(tx, input.DurableExecutionArn);
    const items: EventRecord[] = [];
    let next = {};
    for (const event of listEvents(tx, reference, { reverse: input.ReverseOrder === true, after })) {
      const last = items.at(-1);
      if (last !== undefined && items.length === limit) {
        next = { NextMarker: formatNumberMarker(last.number) };
        break;
      }
      items.push(event);
    }
    return { Events: items.map((event) => describeEvent(event, input.IncludeExecutionData !== false)), ...next };
  });
});
