// CreateVpcEndpoint: a gateway or interface endpoint for a service of AWS.

import type { CreateVpcEndpointCommandInput, CreateVpcEndpointCommandOutput } from "@aws-sdk/client-ec2";
import type { Input } from "../../../service/apis.ts";
import { type EndpointService, endpointServices } from "../endpoint-services.ts";
import {
  FULL_ACCESS,
  makeEndpointInterfaces,
  requireEndpointPolicy,
  requireTables,
  settleEndpointLater,
  showEndpoint,
} from "../endpoints.ts";
import { ec2Error, limitExceeded, missingParameter } from "../errors.ts";
import { need } from "../finding.ts";
import { newIds } from "../ids.ts";
import { requireGroups } from "../interfaces.ts";
import { LIMITS } from "../limits.ts";
import { changing } from "../operation.ts";
import type { EndpointRecord, VpcRecord } from "../records.ts";
import { listAll, save } from "../repo.ts";
import { specifiedTags } from "../tags.ts";

export const createVpcEndpoint = changing<CreateVpcEndpointCommandInput, CreateVpcEndpointCommandOutput>(
  "CreateVpcEndpoint",
  (input, tx, context) => {
    const { VpcId, ServiceName, ClientToken, VpcEndpointType = "Gateway" } = input;
    const tags = specifiedTags(input.TagSpecifications, "vpc-endpoint");
    const all = listAll(tx, context, "vpc-endpoint");
    const same = ClientToken === undefined ? undefined : all.find((one) => one.clientToken === ClientToken);
    if (same !== undefined) return { VpcEndpoint: showEndpoint(tx, context, same), ClientToken };
    const vpc = need(tx, context, "vpc", VpcId);
    if (ServiceName === undefined) throw missingParameter("serviceName");
    const service = endpointServices(context.region).find(({ name }) => name === ServiceName);
    const type = service?.types.find((each) => each === VpcEndpointType);
    // AWS: the wording is from memory.
    if (service === undefined || type === undefined)
      throw ec2Error(
        "InvalidServiceName",
        service === undefined
          ? `The Vpc Endpoint Service '${ServiceName}' does not exist`
          : `The Vpc Endpoint Service '${ServiceName}' does not support the endpoint type ${VpcEndpointType}`,
      );
    const isInterface = type === "Interface";
    requireCount(all, type, VpcId);
    requireMembers(isInterface, input);
    const hasPrivateDns = isInterface && (input.PrivateDnsEnabled ?? service.hasPrivateDns);
    if (hasPrivateDns) requirePrivateDns(all, vpc, service);
    if (!isInterface) requireTables(tx, context, { vpcId: VpcId, serviceName: ServiceName }, input.RouteTableIds ?? []);
    const makeId = newIds(context);
    const id = makeId("vpce");
    const groupIds = isInterface ? requireGroups(tx, context, VpcId, input.SecurityGroupIds) : [];
    const subnetIds = isInterface ? (input.SubnetIds ?? []) : [];
    const place = { id, vpcId: VpcId, groupIds, subnetIds: [] };
    const endpoint: EndpointRecord = {
      v: 1,
      id,
      tags,
      createdAtMs: context.clock.nowMs(),
      ...(ClientToken !== undefined && { clientToken: ClientToken }),
      vpcId: VpcId,
      endpointType: type,
      serviceName: ServiceName,
      state: isInterface ? "pending" : "available",
      policy: input.PolicyDocument === undefined ? FULL_ACCESS : requireEndpointPolicy(input.PolicyDocument),
      routeTableIds: input.RouteTableIds ?? [],
      subnetIds,
      groupIds,
      interfaceIds: makeEndpointInterfaces(tx, context, place, subnetIds, makeId),
      hasPrivateDns,
      ipAddressType: input.IpAddressType ?? "ipv4",
      dnsRecordIpType: input.DnsOptions?.DnsRecordIpType ?? (isInterface ? "ipv4" : "service-defined"),
    };
    save(tx, context, "vpc-endpoint", endpoint);
    if (isInterface) settleEndpointLater(tx, context, id);
    return { VpcEndpoint: showEndpoint(tx, context, endpoint), ...(ClientToken !== undefined && { ClientToken }) };
  },
);

function requireCount(all: readonly EndpointRecord[], type: EndpointRecord["endpointType"], vpcId: string): void {
  const ofType = all.filter(({ endpointType }) => endpointType === type);
  const isFull =
    type === "Gateway"
      ? ofType.length >= LIMITS.gatewayEndpoints
      : ofType.filter((one) => one.vpcId === vpcId).length >= LIMITS.interfaceEndpointsOfVpc;
  if (isFull) throw limitExceeded("VpcEndpointLimitExceeded", "VPC endpoints");
}

/** AWS: the wording is from memory. */
function requireMembers(isInterface: boolean, input: Input<CreateVpcEndpointCommandInput>): void {
  const foreign = isInterface
    ? input.RouteTableIds !== undefined && "RouteTableIds"
    : (input.SubnetIds !== undefined && "SubnetIds") ||
      (input.SecurityGroupIds !== undefined && "SecurityGroupIds") ||
      (input.PrivateDnsEnabled === true && "PrivateDnsEnabled");
  if (foreign !== false)
    throw ec2Error(
      "InvalidParameter",
      `${foreign} is not supported for endpoints of type ${isInterface ? "Interface" : "Gateway"}`,
    );
}

/** AWS: as reported by many. */
function requirePrivateDns(all: readonly EndpointRecord[], vpc: VpcRecord, service: EndpointService): void {
  if (!vpc.hasDnsSupport || !vpc.hasDnsHostnames)
    throw ec2Error(
      "InvalidParameter",
      `Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for ${vpc.id}`,
    );
  if (!service.hasPrivateDns)
    throw ec2Error(
      "InvalidParameter",
      `Private DNS can't be enabled because the service ${service.name} does not provide a private DNS name.`,
    );
  if (all.some((one) => one.vpcId === vpc.id && one.serviceName === service.name && one.hasPrivateDns))
    throw ec2Error(
      "InvalidParameter",
      `private-dns-enabled cannot be set because there is already a conflicting DNS domain for ${service.privateDnsName} in the VPC ${vpc.id}`,
    );
}
