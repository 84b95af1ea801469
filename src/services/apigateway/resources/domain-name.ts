// AWS::ApiGateway::DomainName.

import type { CreateDomainNameCommandInput, EndpointConfiguration } from "@aws-sdk/client-api-gateway";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import {
  changeTags,
  defined,
  everyItem,
  ifThere,
  isOwn,
  listOf,
  nodeOf,
  replacements,
  requiredText,
  shownTags,
  tagsOf,
  textOf,
} from "./properties.ts";

/** A custom domain. Ref is its name. */
export const domainName: ResourceType = {
  typeName: "AWS::ApiGateway::DomainName",
  properties: [
    "CertificateArn",
    "DomainName",
    "EndpointConfiguration",
    "RegionalCertificateArn",
    "RoutingMode",
    "SecurityPolicy",
    "Tags",
  ],
  keptNotEnforced: {
    "EndpointConfiguration.IpAddressType": "answers over IPv6, too",
    SecurityPolicy: "sets the oldest version of TLS that clients may speak",
  },

  async create(properties, context) {
    const name = requiredText(properties, "DomainName");
    const present = await ifThere(() => context.aws.apiGateway.getDomainName({ domainName: name }));
    if (!isOwn(present?.tags, context))
      await context.aws.apiGateway.createDomainName({ ...inputOf(properties), tags: tagsOf(properties, context) });
    return describe(name, context);
  },

  async read(physicalId, { aws }) {
    const found = await ifThere(() => aws.apiGateway.getDomainName({ domainName: physicalId }));
    if (found === undefined) return undefined;
    const { types, ipAddressType } = found.endpointConfiguration ?? {};
    return defined({
      DomainName: found.domainName,
      CertificateArn: found.certificateArn,
      RegionalCertificateArn: found.regionalCertificateArn,
      SecurityPolicy: found.securityPolicy,
      RoutingMode: found.routingMode,
      EndpointConfiguration: defined({ Types: types, IpAddressType: ipAddressType }),
      Tags: shownTags(found.tags),
    });
  },

  async list({ aws }) {
    const all = await everyItem((of) => aws.apiGateway.getDomainNames(of));
    return all.map(({ domainName: name = "" }) => ({ DomainName: name }));
  },

  async update(physicalId, properties, previous, context) {
    const [type] = endpointOf(properties)?.types ?? [];
    const [before = "EDGE"] = endpointOf(previous)?.types ?? [];
    const patchOperations = [
      ...replacements(properties, previous, {
        CertificateArn: "/certificateArn",
        RegionalCertificateArn: "/regionalCertificateArn",
        SecurityPolicy: "/securityPolicy",
      }).filter(({ value }) => value !== ""),
      ...(type === undefined || type === before
        ? []
        : [{ op: "replace", path: `/endpointConfiguration/types/${before}`, value: type } as const]),
    ];
    if (patchOperations.length > 0)
      await context.aws.apiGateway.updateDomainName({ domainName: physicalId, patchOperations });
    await changeTags(`domainnames/${physicalId}`, properties, previous, context);
    return describe(physicalId, context);
  },

  async delete(physicalId, _properties, { aws }) {
    await ifThere(() => aws.apiGateway.deleteDomainName({ domainName: physicalId }));
  },
};

/** The API refuses what is none of its enumerations' texts. */
function inputOf(properties: Properties): CreateDomainNameCommandInput {
  return {
    domainName: requiredText(properties, "DomainName"),
    certificateArn: textOf(properties, "CertificateArn"),
    regionalCertificateArn: textOf(properties, "RegionalCertificateArn"),
    securityPolicy: textOf(properties, "SecurityPolicy") as CreateDomainNameCommandInput["securityPolicy"],
    routingMode: textOf(properties, "RoutingMode") as CreateDomainNameCommandInput["routingMode"],
    endpointConfiguration: endpointOf(properties),
  };
}

function endpointOf(properties: Properties): EndpointConfiguration | undefined {
  const node = nodeOf(properties, "EndpointConfiguration");
  if (node === undefined) return undefined;
  return {
    types: listOf(node, "Types") as EndpointConfiguration["types"],
    ipAddressType: textOf(node, "IpAddressType") as EndpointConfiguration["ipAddressType"],
  };
}

async function describe(name: string, { aws }: ResourceContext): Promise<ResourceState> {
  const found = await aws.apiGateway.getDomainName({ domainName: name });
  return {
    physicalId: name,
    attributes: defined({
      DistributionDomainName: found.distributionDomainName,
      DistributionHostedZoneId: found.distributionHostedZoneId,
      DomainNameArn: found.domainNameArn,
      RegionalDomainName: found.regionalDomainName,
      RegionalHostedZoneId: found.regionalHostedZoneId,
    }),
  };
}
