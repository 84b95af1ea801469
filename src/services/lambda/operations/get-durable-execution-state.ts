// GetDurableExecutionState: the operations that a durable function needs to go on, page by page.

import type {
  GetDurableExecutionStateCommandInput,
  GetDurableExecutionStateCommandOutput,
} from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidToken } from "../durable/errors.ts";
import { describeOperation } from "../durable/describe.ts";
import { findByArn, pageSize } from "../durable/lookup.ts";
import { pageOfOperations, shownOperations } from "../durable/state.ts";

export const getDurableExecutionState = defineOperation<
  Input<GetDurableExecutionStateCommandInput>,
  GetDurableExecutionStateCommandOutput
>("GetDurableExecutionState", (input, context) =>
  context.store.read((tx) => {
    const found = findByArn(tx, input.DurableExecutionArn);
    // AWS: the operation has no error for an execution that is not there.
    if (found?.record.status !== "RUNNING" || found.record.token !== input.CheckpointToken) throw invalidToken();
    const page = pageOfOperations(shownOperations(tx, found.reference), {
      marker: input.Marker,
      limit: pageSize(input.MaxItems),
    });
    return {
      Operations: page.items.map(describeOperation),
      ...(page.nextMarker === undefined ? {} : { NextMarker: page.nextMarker }),
    };
  }),
);
