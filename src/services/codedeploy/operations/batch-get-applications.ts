// BatchGetApplications: several applications; those that do not exist are left out.

import type { BatchGetApplicationsCommandInput, BatchGetApplicationsCommandOutput } from "@aws-sdk/client-codedeploy";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeApplication } from "../applications.ts";
import { loadApplication } from "../repo.ts";

export const batchGetApplications = defineOperation<
  Input<BatchGetApplicationsCommandInput>,
  BatchGetApplicationsCommandOutput
>("BatchGetApplications", ({ applicationNames }, context) =>
  context.store.read((tx) => ({
    applicationsInfo: applicationNames
      .flatMap((name) => loadApplication(tx, context, name) ?? [])
      .map(describeApplication),
  })),
);
