// ListDurableExecutionsByFunction: a function's durable executions in the order in which they started.

import type {
  ListDurableExecutionsByFunctionCommandInput,
  ListDurableExecutionsByFunctionCommandOutput,
} from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeExecution } from "../durable/describe.ts";
import { formatPosition, pageSize, readPosition } from "../durable/lookup.ts";
import type { ExecutionRecord } from "../durable/records.ts";
import { listExecutions } from "../durable/repo.ts";
import { requireTarget } from "../functions.ts";
import { LATEST, parseFunctionName } from "../names.ts";

export const listDurableExecutionsByFunction = defineOperation<
  Input<ListDurableExecutionsByFunctionCommandInput>,
  ListDurableExecutionsByFunctionCommandOutput
>("ListDurableExecutionsByFunction", (input, context) => {
  const reference = parseFunctionName(input.FunctionName, context, input.Qualifier);
  const limit = pageSize(input.MaxItems);
  const after = readPosition(input.Marker);
  return context.store.read((tx) => {
    // AWS: "If not specified, lists executions for the $LATEST version": an alias is the version that it points to.
    const { scope, version } = requireTarget(tx, { ...reference, qualifier: reference.qualifier ?? LATEST });
    const { name } = reference;
    const items: ExecutionRecord[] = [];
    let next = {};
    for (const record of listExecutions(tx, scope, name, { reverse: input.ReverseOrder === true, after })) {
      if (record.version !== version.version || !isWanted(record, input)) continue;
      const last = items.at(-1);
      if (last !== undefined && items.length === limit) {
        next = { NextMarker: formatPosition(last) };
        break;
      }
      items.push(record);
    }
    const DurableExecutions = items.map((record) =>
      describeExecution({ scope, functionName: name, id: record.id }, record),
    );
    return { DurableExecutions, ...next };
  });
});

function isWanted(
  { name, status, startedAtMs }: ExecutionRecord,
  { DurableExecutionName, Statuses, StartedAfter, StartedBefore }: Input<ListDurableExecutionsByFunctionCommandInput>,
): boolean {
  if (DurableExecutionName !== undefined && name !== DurableExecutionName) return false;
  if (Statuses !== undefined && !Statuses.includes(status)) return false;
  if (StartedAfter !== undefined && startedAtMs <= StartedAfter.getTime()) return false;
  return StartedBefore === undefined || startedAtMs < StartedBefore.getTime();
}
