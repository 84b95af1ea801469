// ModifyVpcEndpoint: its policy, tables, subnets, groups and private names.

import type { ModifyVpcEndpointCommandInput, ModifyVpcEndpointCommandOutput } from "@aws-sdk/client-ec2";
import type { Input } from "../../../service/apis.ts";
import { FULL_ACCESS, makeEndpointInterfaces, requireEndpointPolicy, requireTables } from "../endpoints.ts";
import { ec2Error, invalidCombination } from "../errors.ts";
import { amend, need } from "../finding.ts";
import { newIds } from "../ids.ts";
import { requireGroups } from "../interfaces.ts";
import { changing } from "../operation.ts";
import type { EndpointRecord } from "../records.ts";
import { load, remove, save } from "../repo.ts";

export const modifyVpcEndpoint = changing<ModifyVpcEndpointCommandInput, ModifyVpcEndpointCommandOutput>(
  "ModifyVpcEndpoint",
  (input, tx, context) => {
    const endpoint = need(tx, context, "vpc-endpoint", input.VpcEndpointId);
    const { AddRouteTableIds: addedTables = [], RemoveRouteTableIds: goneTables = [] } = input;
    const { AddSubnetIds: addedSubnets = [], RemoveSubnetIds: goneSubnets = [] } = input;
    const { AddSecurityGroupIds: addedGroups = [], RemoveSecurityGroupIds: goneGroups = [] } = input;
    if (input.ResetPolicy === true && input.PolicyDocument !== undefined)
      throw invalidCombination("ResetPolicy and PolicyDocument cannot be used together");
    const isInterface = endpoint.endpointType === "Interface";
    if (isInterface ? addedTables.length > 0 : addedSubnets.length + addedGroups.length > 0)
      throw ec2Error("InvalidParameter", `Endpoints of type ${endpoint.endpointType} do not take these members.`);
    requireTables(tx, context, endpoint, addedTables);
    const groupIds = changed(endpoint.groupIds, addedGroups, goneGroups);
    // AWS: the wording is from memory.
    if (isInterface && groupIds.length === 0)
      throw ec2Error("InvalidParameter", "An interface endpoint has at least one security group.");
    if (isInterface) requireGroups(tx, context, endpoint.vpcId, groupIds);
    const gone = endpoint.interfaceIds.filter((id) =>
      goneSubnets.includes(load(tx, context, "network-interface", id)?.subnetId ?? ""),
    );
    for (const id of gone) remove(tx, context, "network-interface", id);
    const kept = endpoint.interfaceIds.filter((id) => !gone.includes(id));
    for (const id of kept) amend(tx, context, "network-interface", id, { groupIds });
    const place = { ...endpoint, groupIds, subnetIds: changed(endpoint.subnetIds, [], goneSubnets) };
    const added = makeEndpointInterfaces(tx, context, place, addedSubnets, newIds(context));
    save(tx, context, "vpc-endpoint", {
      ...endpoint,
      policy: policyOf(endpoint, input),
      routeTableIds: changed(endpoint.routeTableIds, addedTables, goneTables),
      subnetIds: changed(endpoint.subnetIds, addedSubnets, goneSubnets),
      groupIds,
      interfaceIds: [...kept, ...added],
      hasPrivateDns: input.PrivateDnsEnabled ?? endpoint.hasPrivateDns,
      ipAddressType: input.IpAddressType ?? endpoint.ipAddressType,
      dnsRecordIpType: input.DnsOptions?.DnsRecordIpType ?? endpoint.dnsRecordIpType,
    });
    return { Return: true };
  },
);

function changed(present: readonly string[], added: readonly string[], gone: readonly string[]): string[] {
  return [...new Set([...present.filter((id) => !gone.includes(id)), ...added])];
}

function policyOf({ policy }: EndpointRecord, input: Input<ModifyVpcEndpointCommandInput>): string {
  if (input.ResetPolicy === true) return FULL_ACCESS;
  return input.PolicyDocument === undefined ? policy : requireEndpointPolicy(input.PolicyDocument);
}
