// RemoveLayerVersionPermission: takes one statement out of the policy of a layer's version.

import type {
  RemoveLayerVersionPermissionCommandInput,
  RemoveLayerVersionPermissionCommandOutput,
} from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { resourceNotFound, wrongRevision } from "../errors.ts";
import { requireLayerVersion } from "../layers/layers.ts";
import { parseLayerName } from "../layers/names.ts";
import { loadLayerPolicy, removeLayerPolicy, saveLayerPolicy } from "../layers/repo.ts";

export const removeLayerVersionPermission = defineOperation<
  Input<RemoveLayerVersionPermissionCommandInput>,
  RemoveLayerVersionPermissionCommandOutput
>("RemoveLayerVersionPermission", (input, context) => {
  const reference = { ...parseLayerName(input.LayerName, context), version: input.VersionNumber };
  context.store.write((tx) => {
    requireLayerVersion(tx, reference);
    const policy = loadLayerPolicy(tx, reference);
    if (policy === undefined) throw resourceNotFound("No policy is associated with the given resource.");
    if (input.RevisionId !== undefined && input.RevisionId !== policy.revisionId) throw wrongRevision();
    const statements = policy.statements.filter(({ Sid }) => Sid !== input.StatementId);
    if (statements.length === policy.statements.length)
      throw resourceNotFound(`Statement ${input.StatementId} is not found in resource policy.`);
    if (statements.length === 0) removeLayerPolicy(tx, reference);
    else saveLayerPolicy(tx, reference, { ...policy, statements, revisionId: context.random.uuid() });
  });
  return {};
});
