// A change and the deletion of a repository of images behind CloudFormation's back.

import { DeleteRepositoryCommand, ECRClient, PutImageScanningConfigurationCommand } from "@aws-sdk/client-ecr";
import type { TestAccount } from "../../src/testing/harness.ts";
import type { Tampering } from "./tampering.ts";

/** Images are scanned no more. */
export function imagesTampering(owner: TestAccount): Tampering {
  const ecr = owner.client(ECRClient);
  const repositoryName = "full/images";
  return {
    logicalId: "Images",
    change: () =>
      ecr.send(
        new PutImageScanningConfigurationCommand({ repositoryName, imageScanningConfiguration: { scanOnPush: false } }),
      ),
    differences: ["/ImageScanningConfiguration/ScanOnPush NOT_EQUAL true false"],
    remove: () => ecr.send(new DeleteRepositoryCommand({ repositoryName })),
  };
}
