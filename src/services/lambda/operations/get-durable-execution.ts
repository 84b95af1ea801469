// GetDurableExecution: one durable execution, with what it was given and what came of it.

import type { GetDurableExecutionCommandInput, GetDurableExecutionCommandOutput } from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeExecution } from "../durable/describe.ts";
import { describeError } from "../durable/error-object.ts";
import { requireExecution } from "../durable/lookup.ts";
import { loadOperation } from "../durable/repo.ts";

export const getDurableExecution = defineOperation<
  Input<GetDurableExecutionCommandInput>,
  GetDurableExecutionCommandOutput
>("GetDurableExecution", (input, context) =>
  context.store.read((tx) => {
    const { reference, record } = requireExecution(tx, input.DurableExecutionArn);
    const first = loadOperation(tx, reference, 0);
    return {
      ...describeExecution(reference, record),
      ...(first?.input === undefined ? {} : { InputPayload: first.input }),
      ...(first?.result === undefined ? {} : { Result: first.result }),
      ...(first?.error === undefined ? {} : { Error: describeError(first.error) }),
      Version: record.version,
      ...(record.traceId === undefined ? {} : { TraceHeader: { XAmznTraceId: record.traceId } }),
    } as GetDurableExecutionCommandOutput;
  }),
);
