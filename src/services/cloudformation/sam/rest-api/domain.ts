// Domain of a SAM REST API: a custom domain, the base paths that it serves the API under, and its records in the DNS. AWS: a domain in private
// networks is of types of its own.

import { CLOUDFRONT_ZONE } from "../../../../service/hosted-zones.ts";
import { isRecord } from "../../template/values.ts";
import { addDomainRecords } from "../domain-records.ts";
import { idHash, isSet, SamError } from "../draft.ts";
import type { Draft, Values } from "../draft.ts";
import { mutualTls } from "../mutual-tls.ts";

const SAME = ["SecurityPolicy", "EndpointAccessMode", "Policy", "OwnershipVerificationCertificateArn"];

/** Adds the resources to the draft. */
export function addDomain(draft: Draft, logicalId: string, attributes: Values, domain: Values): void {
  const { DomainName: name, CertificateArn: certificate, IpAddressType: ip } = domain;
  const endpoint = domain["EndpointConfiguration"] ?? "REGIONAL";
  if (name === undefined || name === null) throw new SamError("Property 'Domain.DomainName' is required.");
  if (certificate === undefined || certificate === null)
    throw new SamError("Property 'Domain.CertificateArn' is required.");
  if (endpoint !== "EDGE" && endpoint !== "REGIONAL" && endpoint !== "PRIVATE")
    throw new SamError("EndpointConfiguration for Custom Domains must be one of ['EDGE', 'REGIONAL', 'PRIVATE'].");
  const isPrivate = endpoint === "PRIVATE";
  const version = isPrivate ? "V2" : "";
  const domainId = `ApiGatewayDomainName${version}${idHash(name)}`;
  draft.add(domainId, `AWS::ApiGateway::DomainName${version}`, attributes, {
    DomainName: name,
    [endpoint === "REGIONAL" ? "RegionalCertificateArn" : "CertificateArn"]: certificate,
    EndpointConfiguration: { Types: [endpoint], ...(isSet(ip) ? { IpAddressType: ip } : {}) },
    MutualTlsAuthentication: isPrivate ? undefined : mutualTls(domain, "rest"),
    ...Object.fromEntries(SAME.filter((member) => isSet(domain[member])).map((member) => [member, domain[member]])),
  });
  draft.names.set(`${logicalId}.DomainName${version}`, domainId);
  addMappings(draft, logicalId, attributes, domain, domainId, version);
  const { AccessAssociation: access } = domain;
  if (isPrivate && isRecord(access)) addAccess(draft, attributes, access["VpcEndpointId"], domainId);
  addDomainRecords(draft, attributes, domain, targetOf(endpoint, domainId, domain));
}

function addMappings(
  draft: Draft,
  logicalId: string,
  attributes: Values,
  domain: Values,
  domainId: string,
  version: "" | "V2",
): void {
  for (const basePath of basePathsOf(domain["BasePath"])) {
    const path = basePath?.replace(/[^\p{L}\p{N}]/gu, "");
    const isKept = domain["NormalizeBasePath"] !== undefined && !isSet(domain["NormalizeBasePath"]);
    draft.add(`${logicalId}${path ?? ""}BasePathMapping`, `AWS::ApiGateway::BasePathMapping${version}`, attributes, {
      [version === "V2" ? "DomainNameArn" : "DomainName"]: { Ref: domainId },
      RestApiId: { Ref: logicalId },
      Stage: { Ref: `${logicalId}.Stage` },
      BasePath: isKept ? basePath : path,
    });
  }
}

/** AWS: what is neither a text nor a list counts as no base path. */
function basePathsOf(given: unknown): readonly (string | undefined)[] {
  if (typeof given === "string" && given !== "") return [given];
  if (!Array.isArray(given) || given.length === 0) return [undefined];
  return given.map((path: unknown, index) => {
    if (typeof path !== "string") throw new SamError(`Property 'Domain.BasePath[${index}]' should be a string.`);
    return path;
  });
}

/** Lets an endpoint in a VPC reach the domain. */
function addAccess(draft: Draft, attributes: Values, endpointId: unknown, domainId: string): void {
  draft.add(
    `DomainNameAccessAssociation${idHash([endpointId, domainId])}`,
    "AWS::ApiGateway::DomainNameAccessAssociation",
    attributes,
    {
      AccessAssociationSource: endpointId,
      AccessAssociationSourceType: "VPCE",
      DomainNameArn: { Ref: domainId },
    },
  );
}

/** Where AWS has the domain: its own place, a distribution that was put before it, or an endpoint in a VPC. */
function targetOf(endpoint: "EDGE" | "REGIONAL" | "PRIVATE", domainId: string, { Route53: route53 }: Values): Values {
  const given: Values = isRecord(route53) ? route53 : {};
  if (endpoint === "REGIONAL")
    return {
      HostedZoneId: { "Fn::GetAtt": [domainId, "RegionalHostedZoneId"] },
      DNSName: { "Fn::GetAtt": [domainId, "RegionalDomainName"] },
    };
  if (endpoint === "EDGE")
    return {
      HostedZoneId: CLOUDFRONT_ZONE,
      DNSName: given["DistributionDomainName"] ?? { "Fn::GetAtt": [domainId, "DistributionDomainName"] },
    };
  return {
    HostedZoneId: given["VpcEndpointHostedZoneId"] ?? null,
    DNSName: given["VpcEndpointDomainName"] ?? null,
  };
}
