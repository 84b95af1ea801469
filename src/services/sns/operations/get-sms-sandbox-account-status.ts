// GetSMSSandboxAccountStatus: whether the account may text verified numbers only. DEVIATION: it never is, as if AWS had let it out.

import type { GetSMSSandboxAccountStatusCommandOutput } from "@aws-sdk/client-sns";
import { defineOperation } from "../../../service/service.ts";

export const getSmsSandboxAccountStatus = defineOperation<object, GetSMSSandboxAccountStatusCommandOutput>(
  "GetSMSSandboxAccountStatus",
  () => {
    return { IsInSandbox: false };
  },
);
