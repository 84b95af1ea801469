// AWS::ApiGatewayV2::DomainName.

import type { CreateDomainNameCommandInput, DomainNameConfiguration } from "@aws-sdk/client-apigatewayv2";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { changeTags, defined, ifThere, ownTags, textOf, textsOf } from "./properties.ts";

/** A custom domain. Ref is its name. */
export const domainName: ResourceType = {
  typeName: "AWS::ApiGatewayV2::DomainName",
  properties: ["DomainName", "DomainNameConfigurations", "RoutingMode", "Tags"],
  keptNotEnforced: {
    "DomainNameConfigurations.IpAddressType": "answers over IPv6, too",
    "DomainNameConfigurations.SecurityPolicy": "sets the oldest version of TLS that clients may speak",
  },
  notSupported: ["DomainNameConfigurations.OwnershipVerificationCertificateArn"],

  async create(properties, context) {
    const input = inputOf(properties);
    const { DomainName } = input;
    const present = await ifThere(() => context.aws.apiGatewayV2.getDomainName({ DomainName }));
    // A domain with this stack's tags is what an interrupted creation left.
    const isOwn = present?.Tags?.["aws:cloudformation:stack-id"] === context.stackId;
    if (!isOwn)
      await context.aws.apiGatewayV2.createDomainName({
        ...input,
        Tags: { ...context.tags, ...textsOf(properties, "Tags") },
      });
    return describe(String(DomainName), context);
  },

  async read(physicalId, { aws }) {
    const found = await ifThere(() => aws.apiGatewayV2.getDomainName({ DomainName: physicalId }));
    if (found === undefined) return undefined;
    const configurations = found.DomainNameConfigurations ?? [];
    return {
      DomainName: found.DomainName,
      DomainNameConfigurations: configurations.map(
        ({ CertificateArn, CertificateName, EndpointType, IpAddressType, SecurityPolicy }) =>
          defined({ CertificateArn, CertificateName, EndpointType, IpAddressType, SecurityPolicy }),
      ),
      RoutingMode: found.RoutingMode,
      Tags: ownTags(found.Tags),
    };
  },

  async list(context) {
    const names = await everyDomain(context);
    return names.map((DomainName) => ({ DomainName }));
  },

  async update(physicalId, properties, previous, context) {
    await context.aws.apiGatewayV2.updateDomainName({ ...inputOf(properties), DomainName: physicalId });
    const arn = `arn:aws:apigateway:${context.region}::/domainnames/${physicalId}`;
    await changeTags(arn, properties, previous, context);
    return describe(physicalId, context);
  },

  async delete(physicalId, _properties, { aws }) {
    await ifThere(() => aws.apiGatewayV2.deleteDomainName({ DomainName: physicalId }));
  },
};

/** The names of all domains that this API can change: not those of edge-optimized ones. */
export async function everyDomain({ aws }: Pick<ResourceContext, "aws">): Promise<string[]> {
  const domains = await everyPage(async (NextToken: string | undefined) => {
    const answer = await aws.apiGatewayV2.getDomainNames({ NextToken });
    return { items: answer.Items, next: answer.NextToken };
  });
  return domains.flatMap(({ DomainName, DomainNameConfigurations: [configuration] = [] }) =>
    configuration?.EndpointType === "EDGE" ? [] : (DomainName ?? []),
  );
}

function inputOf(properties: Properties): CreateDomainNameCommandInput {
  const configurations = properties["DomainNameConfigurations"];
  return {
    DomainName: textOf(properties, "DomainName"),
    DomainNameConfigurations: Array.isArray(configurations) ? configurations.map(configurationOf) : undefined,
    RoutingMode: textOf(properties, "RoutingMode") as CreateDomainNameCommandInput["RoutingMode"],
  };
}

/** The API refuses what is none of its enumerations' texts. */
function configurationOf(given: Properties): DomainNameConfiguration {
  return {
    CertificateArn: textOf(given, "CertificateArn"),
    CertificateName: textOf(given, "CertificateName"),
    EndpointType: textOf(given, "EndpointType") as DomainNameConfiguration["EndpointType"],
    IpAddressType: textOf(given, "IpAddressType") as DomainNameConfiguration["IpAddressType"],
    SecurityPolicy: textOf(given, "SecurityPolicy") as DomainNameConfiguration["SecurityPolicy"],
    OwnershipVerificationCertificateArn: textOf(given, "OwnershipVerificationCertificateArn"),
  };
}

async function describe(name: string, { aws }: ResourceContext): Promise<ResourceState> {
  const { DomainNameArn, DomainNameConfigurations = [] } = await aws.apiGatewayV2.getDomainName({ DomainName: name });
  const [configuration] = DomainNameConfigurations;
  return {
    physicalId: name,
    attributes: defined({
      DomainNameArn,
      RegionalDomainName: configuration?.ApiGatewayDomainName,
      RegionalHostedZoneId: configuration?.HostedZoneId,
    }),
  };
}
