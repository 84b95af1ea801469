// DeleteQueryDefinition. AWS: DeleteQueryDefinition (API reference).

import type {
  DeleteQueryDefinitionCommandInput,
  DeleteQueryDefinitionCommandOutput,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { queryNotFound } from "../errors.ts";
import { loadDefinition, removeDefinition } from "../insights/repo.ts";

export const deleteQueryDefinition = defineOperation<
  Input<DeleteQueryDefinitionCommandInput>,
  DeleteQueryDefinitionCommandOutput
>("DeleteQueryDefinition", ({ queryDefinitionId }, context) => {
  context.store.write((tx) => {
    if (loadDefinition(tx, context, queryDefinitionId) === undefined) throw queryNotFound();
    removeDefinition(tx, context, queryDefinitionId);
  });
  return { success: true };
});
