// AddLayerVersionPermission: lets other accounts, or an organization's, use a version of a layer.

import type {
  AddLayerVersionPermissionCommandInput,
  AddLayerVersionPermissionCommandOutput,
} from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidParameter, policyTooLong, statementExists, wrongRevision } from "../errors.ts";
import { requireLayerVersion } from "../layers/layers.ts";
import { layerVersionArn, parseLayerName } from "../layers/names.ts";
import { loadLayerPolicy, saveLayerPolicy } from "../layers/repo.ts";
import { MOST_POLICY_BYTES, createStatement, policyDocument } from "../policy.ts";
import type { PolicyRecord } from "../records.ts";

export const addLayerVersionPermission = defineOperation<
  Input<AddLayerVersionPermissionCommandInput>,
  AddLayerVersionPermissionCommandOutput
>("AddLayerVersionPermission", (input, context) => {
  const reference = { ...parseLayerName(input.LayerName, context), version: input.VersionNumber };
  const { StatementId, Action, Principal, OrganizationId } = input;
  // AWS: "AddLayerVersionPermission", OrganizationId: "With the principal set to *, grant permission to all accounts in
  // the specified organization."
  if (OrganizationId !== undefined && OrganizationId !== "" && Principal !== "*")
    throw invalidParameter("Principal must be * when OrganizationId is given.");
  const statement = createStatement(
    { StatementId, Action, Principal, ...(OrganizationId === undefined ? {} : { PrincipalOrgID: OrganizationId }) },
    layerVersionArn(reference),
  );
  const policy = context.store.write((tx) => {
    requireLayerVersion(tx, reference);
    const present = loadLayerPolicy(tx, reference);
    if (input.RevisionId !== undefined && input.RevisionId !== present?.revisionId) throw wrongRevision();
    const statements = present?.statements ?? [];
    if (statements.some(({ Sid }) => Sid === StatementId)) throw statementExists(statement.Sid);
    const next: PolicyRecord = { v: 1, statements: [...statements, statement], revisionId: context.random.uuid() };
    if (Buffer.byteLength(policyDocument(next)) > MOST_POLICY_BYTES) throw policyTooLong();
    saveLayerPolicy(tx, reference, next);
    return next;
  });
  return { Statement: JSON.stringify(statement), RevisionId: policy.revisionId };
});
