// ListEventSourceMappings: the mappings of an account and region, of a function, or of a source.

import type { ListEventSourceMappingsCommandInput, ListEventSourceMappingsCommandOutput } from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeMapping } from "../mappings/mapping.ts";
import { parseFunctionName } from "../names.ts";
import { pageOf, readMarker } from "../pages.ts";
import { listMappings } from "../repo.ts";

export const listEventSourceMappings = defineOperation<
  Input<ListEventSourceMappingsCommandInput>,
  ListEventSourceMappingsCommandOutput
>("ListEventSourceMappings", (input, context) => {
  const wanted = input.FunctionName === undefined ? undefined : parseFunctionName(input.FunctionName, context);
  const page = context.store.read((tx) => {
    const matching = [...listMappings(tx, context, readMarker(input.Marker))].filter(
      (mapping) =>
        (input.EventSourceArn === undefined || mapping.sourceArn === input.EventSourceArn) &&
        (wanted === undefined || (mapping.functionName === wanted.name && mapping.qualifier === wanted.qualifier)),
    );
    return pageOf(matching, input.MaxItems, ({ uuid }) => uuid);
  });
  return {
    EventSourceMappings: page.items.map((mapping) => describeMapping(context, mapping)),
    ...(page.nextMarker === undefined ? {} : { NextMarker: page.nextMarker }),
  };
});
