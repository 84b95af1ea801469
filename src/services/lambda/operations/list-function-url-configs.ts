// ListFunctionUrlConfigs: the addresses of a function and its aliases.

import type { ListFunctionUrlConfigsCommandInput, ListFunctionUrlConfigsCommandOutput } from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireFunction } from "../functions.ts";
import { parseFunctionName } from "../names.ts";
import { pageOf, readMarker } from "../pages.ts";
import { listUrls } from "../urls/repo.ts";
import { describeUrl } from "../urls/urls.ts";

export const listFunctionUrlConfigs = defineOperation<
  Input<ListFunctionUrlConfigsCommandInput>,
  ListFunctionUrlConfigsCommandOutput
>("ListFunctionUrlConfigs", (input, context) => {
  const reference = parseFunctionName(input.FunctionName, context);
  const { scope, name } = reference;
  const after = readMarker(input.Marker);
  return context.store.read((tx) => {
    requireFunction(tx, reference);
    const page = pageOf(listUrls(tx, scope, name, after), input.MaxItems, ({ qualifier }) => qualifier);
    return {
      FunctionUrlConfigs: page.items.map((record) => describeUrl(context, scope, name, record)),
      ...(page.nextMarker === undefined ? {} : { NextMarker: page.nextMarker }),
    };
  });
});
