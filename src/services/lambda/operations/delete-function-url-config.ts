// DeleteFunctionUrlConfig: takes an address away for good.

import type { DeleteFunctionUrlConfigCommandInput, DeleteFunctionUrlConfigCommandOutput } from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { removeUrl } from "../urls/repo.ts";
import { parseUrlTarget, requireUrl } from "../urls/urls.ts";

export const deleteFunctionUrlConfig = defineOperation<
  Input<DeleteFunctionUrlConfigCommandInput>,
  DeleteFunctionUrlConfigCommandOutput
>("DeleteFunctionUrlConfig", (input, context) => {
  const reference = parseUrlTarget(input, context);
  context.store.write((tx) => {
    requireUrl(tx, reference);
    removeUrl(tx, reference.scope, reference.name, reference.urlQualifier);
  });
  return {};
});
