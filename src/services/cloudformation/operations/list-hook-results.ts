// ListHookResults.

import type { ListHookResultsCommandInput, ListHookResultsCommandOutput } from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { hookResultNotFound } from "../errors.ts";

/** What hooks said: no hook can be registered here. AWS: a target without any is not found. */
export const listHookResults = defineOperation<Input<ListHookResultsCommandInput>, ListHookResultsCommandOutput>(
  "ListHookResults",
  ({ TargetId: targetId }) => {
    if (targetId !== undefined) throw hookResultNotFound();
    return { HookResults: [] };
  },
);
