// DescribeVpcEndpointServices: the services of AWS that have endpoints.

import type {
  DescribeVpcEndpointServicesCommandInput,
  DescribeVpcEndpointServicesCommandOutput,
  ServiceDetail,
} from "@aws-sdk/client-ec2";
import { zonesOf } from "../../../service/zones.ts";
import { type EndpointService, endpointServices } from "../endpoint-services.ts";
import { ec2Error } from "../errors.ts";
import { type FilterTable, select } from "../filters.ts";
import { reading } from "../operation.ts";

export const describeVpcEndpointServices = reading<
  DescribeVpcEndpointServicesCommandInput,
  DescribeVpcEndpointServicesCommandOutput
>("DescribeVpcEndpointServices", (input, _tx, context) => {
  const { region } = context;
  const names = input.ServiceNames ?? [];
  const all = endpointServices(region).flatMap((service) =>
    service.types.map((type) => ({
      id: `${service.name} ${type}`,
      tags: {},
      shape: showService(region, service, type),
    })),
  );
  const missing = names.find((name) => !all.some(({ shape }) => shape.ServiceName === name));
  // AWS: the wording is from memory.
  if (missing !== undefined)
    throw ec2Error("InvalidServiceName", `The Vpc Endpoint Service '${missing}' does not exist`);
  const named = all.filter(({ shape }) => names.length === 0 || names.includes(shape.ServiceName ?? ""));
  const { items, next } = select(named, input, { kind: "vpc-endpoint", ids: [], idsName: "", filters: serviceFilters });
  return {
    ServiceNames: [...new Set(items.map(({ ServiceName = "" }) => ServiceName))],
    ServiceDetails: [...items],
    ...next,
  };
});

function showService(
  region: string,
  { name, privateDnsName, hasPrivateDns }: EndpointService,
  type: "Gateway" | "Interface",
): ServiceDetail {
  const isInterface = type === "Interface";
  return {
    ServiceName: name,
    ServiceRegion: region,
    ServiceType: [{ ServiceType: type }],
    AvailabilityZones: zonesOf(region).map((zone) => zone.name),
    Owner: "amazon",
    BaseEndpointDnsNames: [
      isInterface ? `${name.split(".").slice(3).join(".")}.${region}.vpce.amazonaws.com` : privateDnsName,
    ],
    ...(isInterface &&
      hasPrivateDns && { PrivateDnsName: privateDnsName, PrivateDnsNames: [{ PrivateDnsName: privateDnsName }] }),
    VpcEndpointPolicySupported: true,
    AcceptanceRequired: false,
    ManagesVpcEndpoints: false,
    SupportedIpAddressTypes: ["ipv4"],
    Tags: [],
  };
}

const serviceFilters: FilterTable<ServiceDetail> = {
  owner: (service) => service.Owner,
  "service-name": (service) => service.ServiceName,
  "service-region": (service) => service.ServiceRegion,
  "service-type": (service) => service.ServiceType?.map(({ ServiceType }) => ServiceType),
  "supported-ip-address-types": (service) => service.SupportedIpAddressTypes,
};
