// DeleteFunction: removes a function that no distribution uses.

import type { DeleteFunctionCommandInput, DeleteFunctionCommandOutput } from "@aws-sdk/client-cloudfront";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { distributionsUsing } from "../config/users.ts";
import { fault } from "../errors.ts";
import { functionArn, requireFunction } from "../functions/functions.ts";
import { retireFunction } from "../functions/run.ts";
import { requireVersion } from "../ids.ts";
import { removeFunction } from "../repo.ts";

export const deleteFunction = defineOperation<Input<DeleteFunctionCommandInput>, DeleteFunctionCommandOutput>(
  "DeleteFunction",
  ({ Name, IfMatch }, context) => {
    const { store, account } = context;
    store.write((tx) => {
      const record = requireFunction(tx, account, Name);
      requireVersion(record.development.etag, IfMatch);
      if (distributionsUsing(tx, account, "function", functionArn(account, Name)).length > 0)
        throw fault("FunctionInUse");
      removeFunction(tx, account, Name);
    });
    retireFunction(context, context, Name);
    return {};
  },
);
