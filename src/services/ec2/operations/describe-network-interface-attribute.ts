// DescribeNetworkInterfaceAttribute: one attribute of an interface.

import type {
  DescribeNetworkInterfaceAttributeCommandInput,
  DescribeNetworkInterfaceAttributeCommandOutput,
} from "@aws-sdk/client-ec2";
import { missingParameter } from "../errors.ts";
import { need } from "../finding.ts";
import { showInterface } from "../interfaces.ts";
import { reading } from "../operation.ts";

export const describeNetworkInterfaceAttribute = reading<
  DescribeNetworkInterfaceAttributeCommandInput,
  DescribeNetworkInterfaceAttributeCommandOutput
>("DescribeNetworkInterfaceAttribute", ({ NetworkInterfaceId, Attribute }, tx, context) => {
  const shown = showInterface(tx, context, need(tx, context, "network-interface", NetworkInterfaceId));
  if (Attribute === "description") return { NetworkInterfaceId, Description: { Value: shown.Description } };
  if (Attribute === "groupSet") return { NetworkInterfaceId, Groups: shown.Groups };
  if (Attribute === "sourceDestCheck") return { NetworkInterfaceId, SourceDestCheck: { Value: shown.SourceDestCheck } };
  if (Attribute === "attachment") return { NetworkInterfaceId, Attachment: shown.Attachment };
  if (Attribute === "associatePublicIpAddress") return { NetworkInterfaceId, AssociatePublicIpAddress: false };
  throw missingParameter("attribute");
});
