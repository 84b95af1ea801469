// Custom domain names: which names there may be, where AWS's DNS has them, and the certificates that they show.

import { parseArn } from "../../kernel/arns.ts";
import { ALPHABET } from "../../kernel/ids.ts";
import type { Random } from "../../kernel/random.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import { coversName } from "../certificates/names.ts";
import type { Context, Scope } from "../context.ts";
import { API_GATEWAY_ZONES, CLOUDFRONT_ZONE } from "../hosted-zones.ts";
import { isServedName } from "../served-names.ts";
import { badRequest, notFound } from "./errors.ts";
import type { DomainNameRecord } from "./records.ts";
import { listDomainNames, loadDomainName, loadDomainOwner, saveDomainName } from "./repo.ts";

/** LIMIT: AWS: "Amazon API Gateway quotas": public custom domain names per account and region. */
const MOST_DOMAINS = 120;

/** What AWS calls a domain that is not there, and one whose name is none. AWS: recorded. */
const INVALID_NAME = "Invalid domain name identifier specified";

/** Refuses what is no domain's name, and names at which this machine answers for AWS. */
export function requireDomainNameIsSound(domainName: string): void {
  if (!/^(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/.test(domainName))
    throw badRequest(INVALID_NAME);
  // DEVIATION: on AWS no certificate covers such names, so nobody can have them as a domain.
  if (isServedName(domainName))
    throw badRequest(`The domain name ${domainName} is one of those at which this machine answers for AWS.`);
}

/** The names that AWS gives a domain in its own zones. */
export function regionalNames(
  { region }: Scope,
  random: Random,
): Pick<DomainNameRecord, "regionalDomainName" | "regionalHostedZoneId"> {
  return {
    regionalDomainName: `d-${random.text(10, ALPHABET.lowerAlphanumeric)}.execute-api.${region}.amazonaws.com`,
    regionalHostedZoneId: API_GATEWAY_ZONES[region] ?? API_GATEWAY_ZONES["us-east-1"],
  };
}

/** The same for an edge-optimized one: a distribution's. */
export function distributionNames(
  random: Random,
): Pick<DomainNameRecord, "distributionDomainName" | "distributionHostedZoneId"> {
  return {
    distributionDomainName: `d${random.text(13, ALPHABET.lowerAlphanumeric)}.cloudfront.net`,
    distributionHostedZoneId: CLOUDFRONT_ZONE,
  };
}

/** Keeps a new domain. `exists` and `tooMany` make the service's errors of these texts. */
export function addDomainName(
  tx: WriteTx,
  context: Context,
  domain: DomainNameRecord,
  { exists, tooMany }: { exists(message: string): Error; tooMany(message: string): Error },
): void {
  // AWS: a name belongs to one account in the whole of a partition's region.
  if (loadDomainOwner(tx, domain.domainName) !== undefined)
    throw exists("The domain name you provided already exists.");
  requireCertificates(tx, context, domain);
  if (listDomainNames(tx, context).length >= MOST_DOMAINS)
    throw tooMany("Maximum number of domain names for this account has been reached");
  saveDomainName(tx, context, domain);
}

/** A domain that is there. */
export function requireDomainName(tx: ReadTx, scope: Scope, domainName: string): DomainNameRecord {
  const domain = loadDomainName(tx, scope, domainName);
  if (domain === undefined) throw notFound(INVALID_NAME);
  return domain;
}

/** Refuses a domain whose certificates are not its own, not there, or of other names. One that it had `before` may have expired meanwhile. */
export function requireCertificates(
  tx: ReadTx,
  context: Pick<Context, "findCertificate" | "account" | "region">,
  { domainName, certificateArn, regionalCertificateArn }: DomainNameRecord,
  before?: DomainNameRecord,
): void {
  if (certificateArn !== undefined && certificateArn !== before?.certificateArn)
    requireCertificate(tx, context, domainName, certificateArn, "us-east-1");
  if (regionalCertificateArn !== undefined && regionalCertificateArn !== before?.regionalCertificateArn)
    requireCertificate(tx, context, domainName, regionalCertificateArn, context.region);
}

/**
 * AWS: "Get certificates ready in AWS Certificate Manager": in us-east-1 for edge-optimized domains, in the domain's region for regional ones, and
 * covering the name. The words about region and account are recorded (serverless-domain-manager issue 49, CDK issue 10529); the others are inferred.
 */
function requireCertificate(
  tx: ReadTx,
  { findCertificate, account }: Pick<Context, "findCertificate" | "account">,
  domainName: string,
  arn: string,
  region: string,
): void {
  const parsed = parseArn(arn);
  if (parsed?.service !== "acm" || !parsed.resource.startsWith("certificate/"))
    throw badRequest(`Invalid certificate ARN: ${arn}`);
  if (parsed.region !== region)
    throw badRequest(`Invalid certificate ARN: ${arn}. Certificate must be in '${region}'.`);
  if (parsed.account !== account)
    throw badRequest("The certificate provided must be owned by the account creating the domain.");
  const certificate = findCertificate(tx, arn);
  if (certificate?.isIssued !== true)
    throw badRequest(`The provided certificate ${arn} does not exist, or is not issued.`);
  if (!coversName(certificate.names, domainName))
    throw badRequest(`The provided certificate does not cover the domain name ${domainName}.`);
}
