// DeleteEventSourceMapping: stops working off a source, and forgets how far it came.

import type {
  DeleteEventSourceMappingCommandInput,
  DeleteEventSourceMappingCommandOutput,
} from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { resourceNotFound } from "../errors.ts";
import { describeMapping } from "../mappings/mapping.ts";
import { refreshPoller } from "../mappings/pollers.ts";
import { loadMapping, removeMapping } from "../repo.ts";

export const deleteEventSourceMapping = defineOperation<
  Input<DeleteEventSourceMappingCommandInput>,
  DeleteEventSourceMappingCommandOutput
>("DeleteEventSourceMapping", (input, context) => {
  const removed = context.store.write((tx) => {
    const mapping = loadMapping(tx, context, input.UUID);
    if (mapping === undefined) throw resourceNotFound();
    removeMapping(tx, context, input.UUID);
    return mapping;
  });
  refreshPoller(context, context, removed.uuid);
  return describeMapping(context, removed, "Deleting");
});
