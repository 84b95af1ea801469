// Domain of a SAM HTTP API: a custom domain, the paths under which it serves the API, and its records in the DNS.

import { addDomainRecords } from "./domain-records.ts";
import { idHash, pick, SamError } from "./draft.ts";
import type { Draft, Values } from "./draft.ts";
import { mutualTls } from "./mutual-tls.ts";

/** Adds the resources to the draft. */
export function addHttpDomain(
  draft: Draft,
  logicalId: string,
  attributes: Values,
  domain: Values,
  tags: Values | undefined,
): void {
  const { DomainName: name, CertificateArn: certificate, EndpointConfiguration: endpoint = "REGIONAL" } = domain;
  if (name === undefined || certificate === undefined)
    throw new SamError("Custom Domains only works if both DomainName and CertificateArn are provided.", domain);
  if (endpoint !== "REGIONAL")
    throw new SamError("EndpointConfiguration for Custom Domains must be one of ['REGIONAL'].", domain);
  const domainId = `ApiGatewayDomainNameV2${idHash(name)}`;
  draft.add(domainId, "AWS::ApiGatewayV2::DomainName", attributes, {
    DomainName: name,
    DomainNameConfigurations: [
      {
        CertificateArn: certificate,
        EndpointType: endpoint,
        ...pick(domain, ["OwnershipVerificationCertificateArn", "SecurityPolicy"]),
      },
    ],
    MutualTlsAuthentication: mutualTls(domain, "http"),
    Tags: tags,
  });
  draft.names.set(`${logicalId}.DomainName`, domainId);
  for (const path of basePathsOf(domain["BasePath"])) {
    const mappingId = `${logicalId}${path?.replaceAll(/[-_/]/g, "") ?? ""}ApiMapping`;
    draft.add(mappingId, "AWS::ApiGatewayV2::ApiMapping", attributes, {
      ApiId: { Ref: logicalId },
      // AWS: slashes before and after are left out.
      ApiMappingKey: path?.replaceAll(/^\/+|\/+$/g, ""),
      DomainName: { Ref: domainId },
      Stage: { Ref: `${logicalId}.Stage` },
    });
  }
  addDomainRecords(draft, attributes, domain, {
    HostedZoneId: { "Fn::GetAtt": [domainId, "RegionalHostedZoneId"] },
    DNSName: { "Fn::GetAtt": [domainId, "RegionalDomainName"] },
  });
}

/** AWS: what is neither a text nor a list counts as no base path. */
function basePathsOf(given: unknown): readonly (string | undefined)[] {
  const paths: readonly unknown[] = Array.isArray(given) && given.length > 0 ? given : [given];
  return paths.map((path) => {
    if (!Array.isArray(given) && (typeof path !== "string" || path === "")) return undefined;
    if (typeof path !== "string") throw new SamError("Basepath must be a string.");
    if (/[^0-9a-zA-Z/_-]/.test(path)) throw new SamError("Invalid Basepath name provided.");
    return path;
  });
}
