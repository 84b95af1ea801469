// GetScheduleGroup: a group.

import type { GetScheduleGroupCommandInput, GetScheduleGroupCommandOutput } from "@aws-sdk/client-scheduler";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { groupNotFound } from "../errors.ts";
import { describeGroup, findGroup } from "../groups.ts";

export const getScheduleGroup = defineOperation<Input<GetScheduleGroupCommandInput>, GetScheduleGroupCommandOutput>(
  "GetScheduleGroup",
  (input, context) => {
    const group = context.store.read((tx) => findGroup(tx, context, input.Name));
    if (group === undefined) throw groupNotFound(input.Name);
    return describeGroup(context, group);
  },
);
