// DescribeStackDriftDetectionStatus.

import type {
  DescribeStackDriftDetectionStatusCommandInput,
  DescribeStackDriftDetectionStatusCommandOutput,
} from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { validationError } from "../errors.ts";
import { loadDetection } from "../repo.ts";

/** How far a detection is, and what it found in all. */
export const describeStackDriftDetectionStatus = defineOperation<
  Input<DescribeStackDriftDetectionStatusCommandInput>,
  DescribeStackDriftDetectionStatusCommandOutput
>("DescribeStackDriftDetectionStatus", ({ StackDriftDetectionId: id }, context) => {
  const detection = context.store.read((tx) => loadDetection(tx, context, id));
  // AWS: the code is documented by no error of this operation; the wording is inferred.
  if (detection === undefined) throw validationError(`Drift detection operation ${id} does not exist`);
  return {
    StackId: detection.stackId,
    StackDriftDetectionId: id,
    StackDriftStatus: detection.stackDriftStatus,
    DetectionStatus: detection.status,
    DetectionStatusReason: detection.statusReason,
    DriftedStackResourceCount: detection.driftedCount,
    Timestamp: new Date(detection.startedAtMs),
  };
});
