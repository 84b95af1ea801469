// Domain of a SAM REST API: a custom domain, the base paths that it serves the API under, and its records in the DNS.

import { CLOUDFRONT_ZONE } from "../../../../service/hosted-zones.ts";
import { isRecord } from "../../template/values.ts";
import { addDomainRecords } from "../domain-records.ts";
import { idHash, pick, SamError } from "../draft.ts";
import type { Draft, Values } from "../draft.ts";

const REFUSED = ["AccessAssociation", "MutualTlsAuthentication", "OwnershipVerificationCertificateArn", "Policy"];

/** Adds the resources to the draft, and gives the domain's settings as the deployment's id takes them in. */
export function addDomain(draft: Draft, logicalId: string, attributes: Values, domain: Values): void {
  const { DomainName: name, CertificateArn: certificate, EndpointConfiguration: endpoint = "REGIONAL" } = domain;
  for (const refused of REFUSED)
    if (domain[refused] !== undefined)
      throw new SamError(`The property ${refused} is not supported by this cloud yet.`, domain, refused);
  if (name === undefined) throw new SamError("Property 'Domain.DomainName' is required.");
  if (certificate === undefined) throw new SamError("Property 'Domain.CertificateArn' is required.");
  if (endpoint !== "EDGE" && endpoint !== "REGIONAL")
    throw new SamError("EndpointConfiguration for Custom Domains must be one of ['EDGE', 'REGIONAL', 'PRIVATE'].");
  const domainId = `ApiGatewayDomainName${idHash(name)}`;
  const ip = domain["IpAddressType"];
  draft.add(domainId, "AWS::ApiGateway::DomainName", attributes, {
    DomainName: name,
    [endpoint === "REGIONAL" ? "RegionalCertificateArn" : "CertificateArn"]: certificate,
    EndpointConfiguration: { Types: [endpoint], ...(ip === undefined ? {} : { IpAddressType: ip }) },
    ...pick(domain, ["SecurityPolicy", "EndpointAccessMode"]),
  });
  draft.names.set(`${logicalId}.DomainName`, domainId);
  const given = domain["BasePath"];
  // AWS: what is neither a text nor a list counts as no base path.
  const basePaths = Array.isArray(given) ? given.map(String) : [typeof given === "string" ? given : undefined];
  for (const basePath of basePaths) {
    const path = basePath?.replace(/[^A-Za-z0-9]/g, "");
    draft.add(`${logicalId}${path ?? ""}BasePathMapping`, "AWS::ApiGateway::BasePathMapping", attributes, {
      DomainName: { Ref: domainId },
      RestApiId: { Ref: logicalId },
      Stage: { Ref: `${logicalId}.Stage` },
      BasePath: domain["NormalizeBasePath"] === false ? basePath : path,
    });
  }
  addDomainRecords(
    draft,
    attributes,
    domain,
    endpoint === "REGIONAL" ? regionalTarget(domainId) : edgeTarget(domainId, domain),
  );
}

function regionalTarget(domainId: string): Values {
  return {
    HostedZoneId: { "Fn::GetAtt": [domainId, "RegionalHostedZoneId"] },
    DNSName: { "Fn::GetAtt": [domainId, "RegionalDomainName"] },
  };
}

/** The domain's own distribution, or one that was put before it. */
function edgeTarget(domainId: string, { Route53: route53 }: Values): Values {
  const given = isRecord(route53) ? route53["DistributionDomainName"] : undefined;
  return {
    HostedZoneId: CLOUDFRONT_ZONE,
    DNSName: given ?? { "Fn::GetAtt": [domainId, "DistributionDomainName"] },
  };
}
