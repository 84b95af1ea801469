// DescribeOrganizationalUnit: tells about a unit.

import type {
  DescribeOrganizationalUnitCommandInput,
  DescribeOrganizationalUnitCommandOutput,
} from "@aws-sdk/client-organizations";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { inspect } from "../organization.ts";
import { requireUnit, showUnit } from "../tree.ts";

export const describeOrganizationalUnit = defineOperation<
  Input<DescribeOrganizationalUnitCommandInput>,
  DescribeOrganizationalUnitCommandOutput
>("DescribeOrganizationalUnit", (input, context) => {
  return inspect(context, (tx, organization) => {
    const unit = requireUnit(tx, organization, input.OrganizationalUnitId);
    return { OrganizationalUnit: showUnit(tx, organization, unit) };
  });
});
