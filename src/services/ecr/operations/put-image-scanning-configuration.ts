// PutImageScanningConfiguration: whether images are scanned when they are pushed.

import type {
  PutImageScanningConfigurationCommandInput,
  PutImageScanningConfigurationCommandOutput,
} from "@aws-sdk/client-ecr";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeRepository } from "../repositories.ts";

export const putImageScanningConfiguration = defineOperation<
  Input<PutImageScanningConfigurationCommandInput>,
  PutImageScanningConfigurationCommandOutput
>("PutImageScanningConfiguration", (input, context) => {
  const { scanOnPush = false } = input.imageScanningConfiguration;
  const named = changeRepository(context, input, (repository) => ({ ...repository, scanOnPush }));
  return { ...named, imageScanningConfiguration: { scanOnPush } };
});
