// GetInstanceProfile: describes an instance profile and its role.

import type { GetInstanceProfileCommandInput, GetInstanceProfileCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { readInstanceProfile, viewWithRole } from "../instance-profiles.ts";

export const getInstanceProfile = defineOperation<
  Input<GetInstanceProfileCommandInput>,
  GetInstanceProfileCommandOutput
>("GetInstanceProfile", (input, context) => {
  return { InstanceProfile: viewWithRole(context, readInstanceProfile(context, input.InstanceProfileName)) };
});
