// The names under which a pool's pages are: a prefix of AWS's, and a name of the customer's own.
// AWS: "Configuring a user pool domain", "Using your own domain for managed login".

import type { CustomDomainConfigType, DomainDescriptionType } from "@aws-sdk/client-cognito-identity-provider";
import { parseArn } from "../../kernel/arns.ts";
import { ALPHABET } from "../../kernel/ids.ts";
import { coversName } from "../../service/certificates/names.ts";
import type { Context, Scope } from "../../service/context.ts";
import { isServedName } from "../../service/served-names.ts";
import type { ReadTx } from "../../store/store.ts";
import { invalidParameter, notImplemented } from "./errors.ts";
import { poolArn } from "./pools.ts";
import type { CustomDomain, PoolRecord } from "./records.ts";
import { loadDomain, poolsWithCertificate } from "./repo.ts";

const PREFIX = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const NAME = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.){2,}[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;

/** Throws InvalidParameterException for a prefix that cannot be. */
export function requirePrefix(prefix: string): void {
  if (!PREFIX.test(prefix)) throw invalidParameter(`Invalid domain prefix: ${prefix}`);
  if (/aws|amazon|cognito/.test(prefix))
    throw invalidParameter("Domain cannot contain reserved word: aws, amazon, or cognito");
}

/** What pages cannot be here. */
export function requireClassic(version: number | undefined, routing: object | undefined): void {
  if (version === 2) throw notImplemented("Managed login");
  if (routing !== undefined) throw notImplemented("The failover of domains");
}

/** A name of the customer's own; throws InvalidParameterException for one that cannot be, and for a certificate that is not its. */
export function customDomainOf(
  tx: ReadTx,
  context: Context,
  name: string,
  config: CustomDomainConfigType,
  present: CustomDomain | undefined,
): CustomDomain {
  // AWS: the parent of the name has to be one that DNS knows. DEVIATION: names of this machine are in no public DNS: it only has to be a
  // name below another one.
  if (!NAME.test(name))
    throw invalidParameter(
      "Custom domain is not a valid subdomain: Was not able to resolve a DNS A record for the parent domain or domain parent is a top-level domain.",
    );
  if (isServedName(name))
    throw invalidParameter(`The domain name ${name} is one of those at which this machine answers for AWS.`);
  const { CertificateArn: arn, SecurityPolicy: securityPolicy } = config;
  requireCertificate(tx, context, name, arn ?? "");
  return {
    name,
    certificateArn: arn ?? "",
    ...(securityPolicy !== undefined && { securityPolicy }),
    cloudFrontName: present?.cloudFrontName ?? `d${context.random.text(13, ALPHABET.lowerAlphanumeric)}.cloudfront.net`,
  };
}

/** AWS: "Using your own domain": a certificate of us-east-1 that covers the name. */
function requireCertificate(tx: ReadTx, { findCertificate, account }: Context, name: string, arn: string): void {
  const parsed = parseArn(arn);
  const isOne = parsed?.service === "acm" && parsed.resource.startsWith("certificate/");
  if (!isOne || parsed.account !== account) throw invalidParameter(`Invalid certificate ARN: ${arn}`);
  if (parsed.region !== "us-east-1")
    throw invalidParameter("Invalid certificate ARN. The certificate has to be in the Region us-east-1.");
  const certificate = findCertificate(tx, arn);
  if (certificate?.isIssued !== true || !coversName(certificate.names, name))
    throw invalidParameter(`The certificate ${arn} is not issued, or does not cover the domain ${name}.`);
}

/** Whether a host is a pool's own name. Doors are asked for every request, and most have "localhost" or an address for their host. */
export function isCustomDomain(tx: ReadTx, host: string): boolean {
  return NAME.test(host) && !isServedName(host) && loadDomain(tx, host) !== undefined;
}

/** The ARNs of the pools that show a certificate: ACM keeps those that are in use. */
export function* certificateUsers(tx: ReadTx, certificateArn: string): Generator<string> {
  for (const { scope, poolId } of poolsWithCertificate(tx, certificateArn)) yield poolArn(scope, poolId);
}

/** A domain as answers have it. */
export function describeDomain(scope: Scope, pool: PoolRecord, name: string): DomainDescriptionType {
  const custom = pool.customDomain?.name === name ? pool.customDomain : undefined;
  return {
    UserPoolId: pool.poolId,
    AWSAccountId: scope.account,
    Domain: name,
    Status: "ACTIVE",
    Version: "1",
    ManagedLoginVersion: 1,
    ...(custom !== undefined && {
      CloudFrontDistribution: custom.cloudFrontName,
      CustomDomainConfig: configOf(custom),
    }),
  };
}

function configOf({ certificateArn, securityPolicy }: CustomDomain): CustomDomainConfigType {
  return {
    CertificateArn: certificateArn,
    ...(securityPolicy !== undefined && { SecurityPolicy: securityPolicy }),
  };
}
