// DeleteMetricFilter. AWS: DeleteMetricFilter (API reference).

import type { DeleteMetricFilterCommandInput, DeleteMetricFilterCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { metricFilterNotFound } from "../errors.ts";
import { requireGroup } from "../log-group.ts";
import { deleteMetricFilter as removeFilter } from "../repo.ts";

export const deleteMetricFilter = defineOperation<
  Input<DeleteMetricFilterCommandInput>,
  DeleteMetricFilterCommandOutput
>("DeleteMetricFilter", ({ logGroupName, filterName }, context) => {
  context.store.write((tx) => {
    const { groupId } = requireGroup(tx, context, logGroupName);
    if (!removeFilter(tx, context, groupId, filterName)) throw metricFilterNotFound();
  });
  return {};
});
