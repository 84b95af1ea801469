// Domains and mappings as this API shows them.

import type {
  CreateApiMappingCommandOutput,
  CreateDomainNameCommandOutput,
  DomainNameConfiguration,
  SecurityPolicy,
} from "@aws-sdk/client-apigatewayv2";
import type { ApiMappingRecord, DomainNameRecord } from "../../../service/api-domains/records.ts";
import type { Output } from "../../../service/apis.ts";
import type { Scope } from "../../../service/context.ts";

/** A domain, whichever of the two services has made it. */
export function domainNameShape(
  domain: DomainNameRecord,
  scope: Scope,
): Output<CreateDomainNameCommandOutput> & { readonly DomainName: string } {
  return {
    ApiMappingSelectionExpression: "$request.basepath",
    DomainName: domain.domainName,
    DomainNameArn: `arn:aws:apigateway:${scope.region}::/domainnames/${domain.domainName}`,
    DomainNameConfigurations: [configurationShape(domain)],
    RoutingMode: "API_MAPPING_ONLY",
    ...(Object.keys(domain.tags).length === 0 ? {} : { Tags: { ...domain.tags } }),
  };
}

function configurationShape(domain: DomainNameRecord): DomainNameConfiguration {
  const { endpointConfiguration, certificateUploadedAtMs, securityPolicy } = domain;
  const isEdge = endpointConfiguration.types[0] === "EDGE";
  const arn = isEdge ? domain.certificateArn : domain.regionalCertificateArn;
  const name = isEdge ? domain.certificateName : domain.regionalCertificateName;
  return {
    ApiGatewayDomainName: isEdge ? domain.distributionDomainName : domain.regionalDomainName,
    HostedZoneId: isEdge ? domain.distributionHostedZoneId : domain.regionalHostedZoneId,
    EndpointType: isEdge ? "EDGE" : "REGIONAL",
    DomainNameStatus: "AVAILABLE",
    IpAddressType: endpointConfiguration.ipAddressType,
    // The policy was checked when it was set.
    SecurityPolicy: securityPolicy as SecurityPolicy,
    ...(arn === undefined ? {} : { CertificateArn: arn }),
    ...(name === undefined ? {} : { CertificateName: name }),
    ...(isEdge && certificateUploadedAtMs !== undefined
      ? { CertificateUploadDate: new Date(certificateUploadedAtMs) }
      : {}),
  };
}

/** A mapping. */
export function apiMappingShape({
  mappingId,
  key,
  apiId,
  stage,
}: ApiMappingRecord): Output<CreateApiMappingCommandOutput> & {
  readonly ApiId: string;
  readonly Stage: string;
} {
  // A mapping of a REST API without a stage has none to show.
  return { ApiMappingId: mappingId, ApiMappingKey: key, ApiId: apiId, Stage: stage ?? "" };
}
