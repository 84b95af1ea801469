// RemovePermission: takes one statement out of a resource policy.

import type { RemovePermissionCommandInput, RemovePermissionCommandOutput } from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { resourceNotFound, wrongRevision } from "../errors.ts";
import { requireFunction } from "../functions.ts";
import { parseFunctionName } from "../names.ts";
import { loadPolicy, removePolicy, savePolicy } from "../repo.ts";

export const removePermission = defineOperation<Input<RemovePermissionCommandInput>, RemovePermissionCommandOutput>(
  "RemovePermission",
  (input, context) => {
    const reference = parseFunctionName(input.FunctionName, context, input.Qualifier);
    const { scope, name, qualifier = "" } = reference;
    context.store.write((tx) => {
      requireFunction(tx, reference);
      const policy = loadPolicy(tx, scope, name, qualifier);
      if (policy === undefined) throw resourceNotFound("No policy is associated with the given resource.");
      if (input.RevisionId !== undefined && input.RevisionId !== policy.revisionId) throw wrongRevision();
      const statements = policy.statements.filter(({ Sid }) => Sid !== input.StatementId);
      if (statements.length === policy.statements.length)
        throw resourceNotFound(`Statement ${input.StatementId} is not found in resource policy.`);
      if (statements.length === 0) removePolicy(tx, scope, name, qualifier);
      else savePolicy(tx, scope, name, qualifier, { ...policy, statements, revisionId: context.random.uuid() });
    });
    return {};
  },
);
