// PublishFunction: makes the development stage the live one, which viewers run from then on.

import type { PublishFunctionCommandInput, PublishFunctionCommandOutput } from "@aws-sdk/client-cloudfront";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { functionShape, requireFunction } from "../functions/functions.ts";
import { requireVersion } from "../ids.ts";
import { saveFunction } from "../repo.ts";

export const publishFunction = defineOperation<Input<PublishFunctionCommandInput>, PublishFunctionCommandOutput>(
  "PublishFunction",
  ({ Name, IfMatch }, { store, account, clock }) =>
    store.write((tx) => {
      const before = requireFunction(tx, account, Name);
      requireVersion(before.development.etag, IfMatch);
      const nowMs = clock.nowMs();
      const createdAtMs = before.live?.createdAtMs ?? nowMs;
      const after = { ...before, live: { ...before.development, createdAtMs, updatedAtMs: nowMs } };
      saveFunction(tx, account, after);
      return { FunctionSummary: functionShape(tx, account, after, "LIVE") };
    }),
);
