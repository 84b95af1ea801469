// ListFunctionEventInvokeConfigs: the settings of a function and of all its versions and aliases.

import type {
  ListFunctionEventInvokeConfigsCommandInput,
  ListFunctionEventInvokeConfigsCommandOutput,
} from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeEventInvoke } from "../event-invoke.ts";
import { requireFunction } from "../functions.ts";
import { parseFunctionName } from "../names.ts";
import { pageOf, readMarker } from "../pages.ts";
import { listEventInvokes } from "../repo.ts";

export const listFunctionEventInvokeConfigs = defineOperation<
  Input<ListFunctionEventInvokeConfigsCommandInput>,
  ListFunctionEventInvokeConfigsCommandOutput
>("ListFunctionEventInvokeConfigs", (input, context) => {
  const reference = parseFunctionName(input.FunctionName, context);
  const { scope, name } = reference;
  const after = readMarker(input.Marker);
  const page = context.store.read((tx) => {
    requireFunction(tx, reference);
    const rest = [...listEventInvokes(tx, scope, name)].filter(
      ({ qualifier }) => after === undefined || qualifier > after,
    );
    return pageOf(rest, input.MaxItems, ({ qualifier }) => qualifier);
  });
  return {
    FunctionEventInvokeConfigs: page.items.map(({ qualifier, record }) =>
      describeEventInvoke({ scope, name, ...(qualifier === "" ? {} : { qualifier }) }, record),
    ),
    ...(page.nextMarker === undefined ? {} : { NextMarker: page.nextMarker }),
  };
});
