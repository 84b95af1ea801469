// ModifySubnetAttribute: one attribute a request.

import type { ModifySubnetAttributeCommandInput, ModifySubnetAttributeCommandOutput } from "@aws-sdk/client-ec2";
import { invalidCombination, invalidParameterValue } from "../errors.ts";
import { amend, need } from "../finding.ts";
import { changing } from "../operation.ts";
import type { SubnetRecord } from "../records.ts";

export const modifySubnetAttribute = changing<ModifySubnetAttributeCommandInput, ModifySubnetAttributeCommandOutput>(
  "ModifySubnetAttribute",
  (input, tx, context) => {
    const subnet = need(tx, context, "subnet", input.SubnetId);
    const changes: Partial<SubnetRecord>[] = [
      flag(input.MapPublicIpOnLaunch, (mapsPublicIp) => ({ mapsPublicIp })),
      flag(input.AssignIpv6AddressOnCreation, (assignsIpv6) => ({ assignsIpv6 })),
      flag(input.EnableDns64, (hasDns64) => ({ hasDns64 })),
      flag(input.EnableResourceNameDnsARecordOnLaunch, (hasResourceNameA) => ({ hasResourceNameA })),
      flag(input.EnableResourceNameDnsAAAARecordOnLaunch, (hasResourceNameAaaa) => ({ hasResourceNameAaaa })),
      input.PrivateDnsHostnameTypeOnLaunch === undefined
        ? []
        : [{ hostnameType: input.PrivateDnsHostnameTypeOnLaunch }],
    ].flat();
    // AWS: ModifySubnetAttribute: "You can only modify one attribute at a time."
    if (changes.length !== 1)
      throw invalidCombination(
        changes.length === 0 ? "No attributes specified." : "Only one subnet attribute can be modified at a time.",
      );
    // AWS: the wording is from memory.
    if (input.AssignIpv6AddressOnCreation?.Value === true && subnet.ipv6Blocks.length === 0)
      throw invalidParameterValue(
        `Invalid value 'true' for assignIpv6AddressOnCreation. Subnet must have an IPv6 CIDR block associated with it.`,
      );
    amend(tx, context, "subnet", subnet.id, changes[0] ?? {});
  },
);

function flag(
  given: { readonly Value?: boolean | undefined } | undefined,
  change: (value: boolean) => Partial<SubnetRecord>,
): Partial<SubnetRecord>[] {
  return given?.Value === undefined ? [] : [change(given.Value)];
}
