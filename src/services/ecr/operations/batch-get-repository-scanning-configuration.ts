// BatchGetRepositoryScanningConfiguration: when the images of repositories are scanned.

import type {
  BatchGetRepositoryScanningConfigurationCommandInput,
  BatchGetRepositoryScanningConfigurationCommandOutput,
  RepositoryScanningConfiguration,
  RepositoryScanningConfigurationFailure,
} from "@aws-sdk/client-ecr";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { repositoryArn } from "../names.ts";
import { loadRepository } from "../repo.ts";

export const batchGetRepositoryScanningConfiguration = defineOperation<
  Input<BatchGetRepositoryScanningConfigurationCommandInput>,
  BatchGetRepositoryScanningConfigurationCommandOutput
>("BatchGetRepositoryScanningConfiguration", (input, context) =>
  context.store.read((tx) => {
    const scanningConfigurations: RepositoryScanningConfiguration[] = [];
    const failures: RepositoryScanningConfigurationFailure[] = [];
    for (const repositoryName of input.repositoryNames) {
      const scanOnPush = loadRepository(tx, context, repositoryName)?.scanOnPush;
      if (scanOnPush === undefined)
        failures.push({
          repositoryName,
          failureCode: "REPOSITORY_NOT_FOUND",
          failureReason: `The repository with name '${repositoryName}' does not exist in the registry with id '${context.account}'`,
        });
      else
        scanningConfigurations.push({
          repositoryArn: repositoryArn(context, repositoryName),
          repositoryName,
          scanOnPush,
          scanFrequency: scanOnPush ? "SCAN_ON_PUSH" : "MANUAL",
          appliedScanFilters: [],
        });
    }
    return { scanningConfigurations, failures };
  }),
);
