// GetEventSourceMapping: one mapping.

import type { GetEventSourceMappingCommandInput, GetEventSourceMappingCommandOutput } from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { resourceNotFound } from "../errors.ts";
import { describeMapping } from "../mappings/mapping.ts";
import { loadMapping } from "../repo.ts";

export const getEventSourceMapping = defineOperation<
  Input<GetEventSourceMappingCommandInput>,
  GetEventSourceMappingCommandOutput
>("GetEventSourceMapping", (input, context) => {
  const mapping = context.store.read((tx) => loadMapping(tx, context, input.UUID));
  if (mapping === undefined) throw resourceNotFound();
  return describeMapping(context, mapping);
});
