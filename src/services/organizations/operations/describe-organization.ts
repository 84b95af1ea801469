// DescribeOrganization: tells any of its accounts about an organization.

import type { DescribeOrganizationCommandOutput } from "@aws-sdk/client-organizations";
import type { Output } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireOrganization, showOrganization } from "../organization.ts";

export const describeOrganization = defineOperation<object, DescribeOrganizationCommandOutput>(
  "DescribeOrganization",
  (_input, context) => {
    return context.store.read<Output<DescribeOrganizationCommandOutput>>((tx) => {
      return { Organization: showOrganization(tx, requireOrganization(tx, context)) };
    });
  },
);
