// GetCheckerIpRanges: where checks come from. Here that is this machine.

import type { GetCheckerIpRangesCommandOutput } from "@aws-sdk/client-route-53";
import { defineOperation } from "../../../service/service.ts";

export const getCheckerIpRanges = defineOperation<object, GetCheckerIpRangesCommandOutput>(
  "GetCheckerIpRanges",
  () => ({ CheckerIpRanges: ["127.0.0.1/32"] }),
);
