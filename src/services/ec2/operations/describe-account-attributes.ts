// DescribeAccountAttributes: what the account may have, and which VPC is its default one.

import type {
  DescribeAccountAttributesCommandInput,
  DescribeAccountAttributesCommandOutput,
} from "@aws-sdk/client-ec2";
import { defaultVpc } from "../defaults.ts";
import { LIMITS } from "../limits.ts";
import { reading } from "../operation.ts";

export const describeAccountAttributes = reading<
  DescribeAccountAttributesCommandInput,
  DescribeAccountAttributesCommandOutput
>("DescribeAccountAttributes", ({ AttributeNames = [] }, tx, context) => {
  const attributes: Readonly<Record<string, string>> = {
    "vpc-max-security-groups-per-interface": String(LIMITS.groupsOfInterface),
    "max-instances": "20",
    "supported-platforms": "VPC",
    "default-vpc": defaultVpc(tx, context)?.id ?? "none",
    "max-elastic-ips": String(LIMITS.addresses),
    "vpc-max-elastic-ips": String(LIMITS.addresses),
  };
  return {
    AccountAttributes: Object.entries(attributes)
      .filter(([name]) => AttributeNames.length === 0 || AttributeNames.some((asked) => asked === name))
      .map(([AttributeName, AttributeValue]) => ({ AttributeName, AttributeValues: [{ AttributeValue }] })),
  };
});
