// Custom domains as this API has them: regional ones, with one configuration. The domains themselves are kept in src/service/api-domains, for REST
// APIs as well.

import type { CreateDomainNameCommandInput, DomainNameConfiguration } from "@aws-sdk/client-apigatewayv2";
import { regionalNames, requireDomainNameIsSound } from "../../../service/api-domains/domains.ts";
import { ONLY_REGIONAL } from "../../../service/api-domains/mappings.ts";
import type { DomainNameRecord } from "../../../service/api-domains/records.ts";
import type { Context } from "../../../service/context.ts";
import { badRequest, notServed, requireServed } from "../errors.ts";

type DomainInput = Pick<
  CreateDomainNameCommandInput,
  "DomainName" | "DomainNameConfigurations" | "MutualTlsAuthentication" | "RoutingMode" | "Tags"
>;

const SERVED = ["DomainName", "DomainNameConfigurations", "RoutingMode", "Tags"];
/** What is shown of a configuration is taken back in, without effect, as on AWS. */
const SERVED_OF_CONFIGURATION = [
  "ApiGatewayDomainName",
  "CertificateArn",
  "CertificateName",
  "CertificateUploadDate",
  "DomainNameStatus",
  "DomainNameStatusMessage",
  "EndpointType",
  "HostedZoneId",
  "IpAddressType",
  "SecurityPolicy",
];

/** A new domain's record. */
export function newDomainName(input: DomainInput, context: Context): DomainNameRecord {
  requireInputServed(input);
  const domainName = input.DomainName ?? "";
  requireDomainNameIsSound(domainName);
  const [configuration] = input.DomainNameConfigurations ?? [];
  if (configuration === undefined) throw badRequest("DomainNameConfigurations must contain exactly one configuration");
  return {
    v: 1,
    domainName,
    ...regionalNames(context, context.random),
    tags: input.Tags ?? {},
    ...configured(configuration),
  };
}

/** The record after an update: what a configuration does not give stays. */
export function changedDomainName(domain: DomainNameRecord, input: DomainInput): DomainNameRecord {
  requireInputServed(input);
  if (domain.endpointConfiguration.types[0] === "EDGE") throw badRequest(ONLY_REGIONAL);
  const [configuration] = input.DomainNameConfigurations ?? [];
  return configuration === undefined ? domain : { ...domain, ...configured(configuration, domain) };
}

function configured(
  given: DomainNameConfiguration,
  previous?: DomainNameRecord,
): Pick<
  DomainNameRecord,
  "endpointConfiguration" | "regionalCertificateArn" | "regionalCertificateName" | "securityPolicy"
> {
  requireServed(given, SERVED_OF_CONFIGURATION);
  if (given.EndpointType === "EDGE") throw badRequest(ONLY_REGIONAL);
  const regionalCertificateArn = given.CertificateArn ?? previous?.regionalCertificateArn;
  if (regionalCertificateArn === undefined)
    throw badRequest("The provided regional certificate is required for REGIONAL domain names");
  const regionalCertificateName = given.CertificateName ?? previous?.regionalCertificateName;
  const ipAddressType = given.IpAddressType ?? previous?.endpointConfiguration.ipAddressType ?? "ipv4";
  return {
    endpointConfiguration: { types: ["REGIONAL"], ipAddressType },
    regionalCertificateArn,
    ...(regionalCertificateName === undefined ? {} : { regionalCertificateName }),
    securityPolicy: given.SecurityPolicy ?? previous?.securityPolicy ?? "TLS_1_2",
  };
}

function requireInputServed(input: DomainInput): void {
  requireServed(input, SERVED);
  if (input.RoutingMode !== undefined && input.RoutingMode !== "API_MAPPING_ONLY")
    throw notServed("routing rules of domain names");
  if ((input.DomainNameConfigurations ?? []).length > 1)
    throw badRequest("DomainNameConfigurations must contain exactly one configuration");
}
