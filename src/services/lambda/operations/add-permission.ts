// AddPermission: lets a service or another account use a function, a version or an alias.

import type { AddPermissionCommandInput, AddPermissionCommandOutput } from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { policyTooLong, statementExists, wrongRevision } from "../errors.ts";
import { requireTarget } from "../functions.ts";
import { parseFunctionName, referenceArn } from "../names.ts";
import { MOST_POLICY_BYTES, createStatement, policyDocument } from "../policy.ts";
import type { PolicyRecord } from "../records.ts";
import { loadPolicy, savePolicy } from "../repo.ts";

export const addPermission = defineOperation<Input<AddPermissionCommandInput>, AddPermissionCommandOutput>(
  "AddPermission",
  (input, context) => {
    const reference = parseFunctionName(input.FunctionName, context, input.Qualifier);
    const { scope, name, qualifier = "" } = reference;
    const statement = createStatement(input, referenceArn(reference));
    context.store.write((tx) => {
      requireTarget(tx, reference);
      const policy = loadPolicy(tx, scope, name, qualifier);
      if (input.RevisionId !== undefined && input.RevisionId !== policy?.revisionId) throw wrongRevision();
      const statements = policy?.statements ?? [];
      if (statements.some(({ Sid }) => Sid === statement.Sid)) throw statementExists(statement.Sid);
      const next: PolicyRecord = {
        v: 1,
        statements: [...statements, statement],
        revisionId: context.random.uuid(),
      };
      if (Buffer.byteLength(policyDocument(next)) > MOST_POLICY_BYTES) throw policyTooLong();
      savePolicy(tx, scope, name, qualifier, next);
    });
    return { Statement: JSON.stringify(statement) };
  },
);
