// GetFunctionUrlConfig: the address of a function or an alias.

import type { GetFunctionUrlConfigCommandInput, GetFunctionUrlConfigCommandOutput } from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeUrl, parseUrlTarget, requireUrl } from "../urls/urls.ts";

export const getFunctionUrlConfig = defineOperation<
  Input<GetFunctionUrlConfigCommandInput>,
  GetFunctionUrlConfigCommandOutput
>("GetFunctionUrlConfig", (input, context) => {
  const reference = parseUrlTarget(input, context);
  const record = context.store.read((tx) => requireUrl(tx, reference));
  return describeUrl(context, reference.scope, reference.name, record);
});
