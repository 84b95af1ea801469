// CreatePolicyVersion: adds a version to a managed policy.

import type { CreatePolicyVersionCommandInput, CreatePolicyVersionCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireDocument } from "../documents.ts";
import { limitExceeded } from "../errors.ts";
import { changePolicy, requirePolicySize } from "../own-policies.ts";

// AWS: "IAM and AWS STS quotas".
const VERSION_LIMIT = 5;

export const createPolicyVersion = defineOperation<
  Input<CreatePolicyVersionCommandInput>,
  CreatePolicyVersionCommandOutput
>("CreatePolicyVersion", (input, context) => {
  const { PolicyArn: arn, PolicyDocument: document, SetAsDefault: isDefault = false } = input;
  requireDocument(document, "identity");
  requirePolicySize(document);
  const createdAtMs = context.clock.nowMs();
  const { nextVersion } = changePolicy(context, arn, (record) => {
    if (record.versions.length >= VERSION_LIMIT) {
      throw limitExceeded(
        "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.",
      );
    }
    const id = `v${record.nextVersion}`;
    return {
      ...record,
      versions: [...record.versions, { id, document, createdAtMs }],
      defaultVersionId: isDefault ? id : record.defaultVersionId,
      nextVersion: record.nextVersion + 1,
      updatedAtMs: isDefault ? createdAtMs : record.updatedAtMs,
    };
  });
  return {
    PolicyVersion: {
      VersionId: `v${nextVersion - 1}`,
      IsDefaultVersion: isDefault,
      CreateDate: new Date(createdAtMs),
    },
  };
});
