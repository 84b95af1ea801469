// GetCheckerIpRanges: where checks come from. Here that is this machine.

import type { GetCheckerIpRangesCommandInput, GetCheckerIpRangesCommandOutput } from "@aws-sdk/client-route-53";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";

export const getCheckerIpRanges = defineOperation<
  Input<GetCheckerIpRangesCommandInput>,
  GetCheckerIpRangesCommandOutput
>("GetCheckerIpRanges", () => ({ CheckerIpRanges: ["127.0.0.1/32"] }));
