// DescribeNetworkAcls: the default one of each VPC, which lets everything through.

import type { DescribeNetworkAclsCommandInput, DescribeNetworkAclsCommandOutput } from "@aws-sdk/client-ec2";
import { select } from "../filters.ts";
import { aclFilters, listAcls } from "../network-acls.ts";
import { reading } from "../operation.ts";

export const describeNetworkAcls = reading<DescribeNetworkAclsCommandInput, DescribeNetworkAclsCommandOutput>(
  "DescribeNetworkAcls",
  (input, tx, context) => {
    const { items: NetworkAcls, next } = select(listAcls(tx, context), input, {
      kind: "network-acl",
      ids: input.NetworkAclIds,
      idsName: "networkAclIds",
      filters: aclFilters,
    });
    return { NetworkAcls: [...NetworkAcls], ...next };
  },
);
