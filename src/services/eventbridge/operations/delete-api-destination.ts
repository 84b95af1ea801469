// DeleteApiDestination: removes an API destination.

import type { DeleteApiDestinationCommandInput, DeleteApiDestinationCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireApiDestination } from "../destinations/require.ts";
import { remove } from "../repo.ts";

export const deleteApiDestination = defineOperation<
  Input<DeleteApiDestinationCommandInput>,
  DeleteApiDestinationCommandOutput
>("DeleteApiDestination", (input, context) => {
  context.store.write((tx) => {
    requireApiDestination(tx, context, input.Name);
    remove(tx, context, "api-destination", input.Name);
  });
  return {};
});
