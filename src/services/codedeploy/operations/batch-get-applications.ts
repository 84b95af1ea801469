// BatchGetApplications: several applications; those that do not exist are left out.

import type { BatchGetApplicationsCommandInput, BatchGetApplicationsCommandOutput } from "@aws-sdk/client-codedeploy";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeApplication, requireApplication } from "../applications.ts";
import { requireBatch } from "../pages.ts";

export const batchGetApplications = defineOperation<
  Input<BatchGetApplicationsCommandInput>,
  BatchGetApplicationsCommandOutput
>("BatchGetApplications", ({ applicationNames }, context) => {
  requireBatch("applicationNames", applicationNames);
  return context.store.read((tx) => ({
    applicationsInfo: applicationNames.map((name) => describeApplication(requireApplication(tx, context, name))),
  }));
});
