// ListPolicyVersions: lists the versions of a managed policy, the latest first.

import type { ListPolicyVersionsCommandInput, ListPolicyVersionsCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { readPolicy } from "../own-policies.ts";
import { pageMembers, pageOf } from "../pages.ts";

export const listPolicyVersions = defineOperation<
  Input<ListPolicyVersionsCommandInput>,
  ListPolicyVersionsCommandOutput
>("ListPolicyVersions", (input, context) => {
  const { record } = readPolicy(context, input.PolicyArn);
  // Latest first: the key counts down from more versions than there can be.
  const page = pageOf(record.versions, input, ({ id }) => String(1e9 - Number(id.slice(1).split(".")[0])));
  return {
    Versions: page.items.map((version) => ({
      VersionId: version.id,
      IsDefaultVersion: version.id === record.defaultVersionId,
      CreateDate: new Date(version.createdAtMs),
    })),
    ...pageMembers(page),
  };
});
