// DescribeScalableTargets: the targets of a namespace, of some resources or of all.

import type {
  DescribeScalableTargetsCommandInput,
  DescribeScalableTargetsCommandOutput,
} from "@aws-sdk/client-application-auto-scaling";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireFilter } from "../dimensions.ts";
import { LIMITS } from "../limits.ts";
import { takePage } from "../pages.ts";
import { listTargets } from "../repo.ts";
import { describeTarget } from "../targets.ts";

export const describeScalableTargets = defineOperation<
  Input<DescribeScalableTargetsCommandInput>,
  DescribeScalableTargetsCommandOutput
>("DescribeScalableTargets", (input, context) => {
  const { ServiceNamespace: namespace, ResourceIds: resources = [], ScalableDimension: dimension } = input;
  requireFilter(namespace, resources, dimension);
  const all = context.store.read((tx) => [...listTargets(tx, context, namespace)]);
  const wanted = all.filter(
    (target) =>
      (resources.length === 0 || resources.includes(target.resourceId)) &&
      (dimension === undefined || target.dimension === dimension),
  );
  const { items, next } = takePage(wanted, input, LIMITS.pageSize, (target) => target.id);
  return { ScalableTargets: items.map((target) => describeTarget(context, target)), ...next };
});
