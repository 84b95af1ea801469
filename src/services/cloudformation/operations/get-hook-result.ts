// GetHookResult.

import type { GetHookResultCommandInput, GetHookResultCommandOutput } from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { hookResultNotFound } from "../errors.ts";

/** What a hook said: no hook can be registered here, so none has said anything. */
export const getHookResult = defineOperation<Input<GetHookResultCommandInput>, GetHookResultCommandOutput>(
  "GetHookResult",
  () => {
    throw hookResultNotFound();
  },
);
