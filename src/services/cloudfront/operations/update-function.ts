// UpdateFunction: gives the development stage other code.

import type { UpdateFunctionCommandInput, UpdateFunctionCommandOutput } from "@aws-sdk/client-cloudfront";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { checkCode, functionShape, requireFunction } from "../functions/functions.ts";
import { newEtag, requireVersion } from "../ids.ts";
import { saveFunction } from "../repo.ts";

export const updateFunction = defineOperation<Input<UpdateFunctionCommandInput>, UpdateFunctionCommandOutput>(
  "UpdateFunction",
  ({ Name, IfMatch, FunctionConfig, FunctionCode }, { store, account, random, clock }) =>
    store.write((tx) => {
      const before = requireFunction(tx, account, Name);
      requireVersion(before.development.etag, IfMatch);
      const checked = checkCode(FunctionCode, FunctionConfig);
      const development = { ...before.development, ...checked, etag: newEtag(random), updatedAtMs: clock.nowMs() };
      const after = { ...before, development };
      saveFunction(tx, account, after);
      return { FunctionSummary: functionShape(tx, account, after, "DEVELOPMENT"), ETag: development.etag };
    }),
);
