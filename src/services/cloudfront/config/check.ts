// Which configurations of distributions are right. AWS: the errors of CreateDistribution (API reference) and "Quotas" (developer guide).

import type { DistributionConfig } from "@aws-sdk/client-cloudfront";
import type { ReadTx } from "../../../store/store.ts";
import { fault, invalidArgument } from "../errors.ts";
import { findByName } from "../repo.ts";
import { checkBehaviours } from "./check-behaviours.ts";
import { checkOrigins } from "./check-origins.ts";
import { checkQuantities, itemsOf } from "./quantities.ts";
import { refuseUnserved } from "./unserved.ts";

// LIMIT: AWS: "General quotas on distributions".
const MOST_ALIASES = 100;
const ERROR_CODES = new Set([400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504]);
const RESPONSE_CODES = new Set([200, ...ERROR_CODES]);

/** Where a configuration is checked: what it names must be there. */
export interface CheckPlace {
  readonly tx: ReadTx;
  readonly account: string;
  /** Of the distribution, where there is one already. */
  readonly id?: string;
}

/** Throws for a configuration that is not right, or that has what is not here. */
export function checkConfig(config: DistributionConfig, place: CheckPlace): void {
  checkQuantities(config);
  refuseUnserved(config);
  const { CallerReference = "", Comment = "", DefaultRootObject = "" } = config;
  if (CallerReference === "") throw invalidArgument("The parameter CallerReference is required.");
  if (Comment.length > 128) throw invalidArgument("The parameter Comment is too long.");
  if (
    DefaultRootObject.length > 255 ||
    !/^[\w.\-/~$^%&'"@+,;:()]*$/.test(DefaultRootObject) ||
    DefaultRootObject.startsWith("/")
  )
    throw fault("InvalidDefaultRootObject");
  checkOrigins(config, place);
  checkBehaviours(config, place);
  checkErrorResponses(config);
  checkRestrictions(config);
  checkAliases(config, place);
}

function checkErrorResponses(config: DistributionConfig): void {
  const responses = itemsOf(config.CustomErrorResponses);
  for (const { ErrorCode = 0, ResponsePagePath = "", ResponseCode = "", ErrorCachingMinTTL = 0 } of responses) {
    if (!ERROR_CODES.has(ErrorCode)) throw fault("InvalidErrorCode");
    if (ErrorCachingMinTTL < 0) throw invalidArgument("The parameter ErrorCachingMinTTL is invalid.");
    // AWS: "If you specify a value for ResponsePagePath, you must also specify a value for ResponseCode", and the other way round.
    if ((ResponsePagePath === "") !== (ResponseCode === "")) throw fault("InvalidResponseCode");
    if (ResponseCode !== "" && !RESPONSE_CODES.has(Number(ResponseCode))) throw fault("InvalidResponseCode");
    if (ResponsePagePath !== "" && !ResponsePagePath.startsWith("/")) throw fault("InvalidRelativePath");
  }
  if (new Set(responses.map(({ ErrorCode }) => ErrorCode)).size < responses.length)
    throw invalidArgument("The parameter CustomErrorResponses contains an error code more than once.");
}

function checkRestrictions({ Restrictions }: DistributionConfig): void {
  const { RestrictionType = "none", Items } = Restrictions?.GeoRestriction ?? {};
  if (!["none", "whitelist", "blacklist"].includes(RestrictionType)) throw fault("InvalidGeoRestrictionParameter");
  if ((RestrictionType === "none") !== ((Items ?? []).length === 0)) throw fault("InvalidGeoRestrictionParameter");
  if (!(Items ?? []).every((code) => /^[A-Z]{2}$/.test(code))) throw fault("InvalidLocationCode");
}

/** AWS: "Use custom URLs by adding alternate domain names (CNAMEs)". */
function checkAliases(config: DistributionConfig, { tx, id }: CheckPlace): void {
  const aliases = itemsOf(config.Aliases).map((alias) => alias.toLowerCase());
  if (aliases.length > MOST_ALIASES) throw fault("TooManyDistributionCNAMEs");
  if (new Set(aliases).size < aliases.length)
    throw invalidArgument("The parameter CNAME contains a name more than once.");
  for (const alias of aliases) {
    if (!isDomainName(alias) || isReserved(alias))
      throw invalidArgument(`The parameter CNAME contains one or more parameters that are not valid: ${alias}`);
    const owner = findByName(tx, alias);
    if (owner !== undefined && owner.id !== id) throw fault("CNAMEAlreadyExists");
  }
  const certificate = config.ViewerCertificate;
  const arn = certificate?.ACMCertificateArn;
  // AWS: certificates for CloudFront are in us-east-1.
  if (arn !== undefined && !/^arn:aws:acm:us-east-1:\d{12}:certificate\/[\w-]+$/.test(arn))
    throw fault(
      "InvalidViewerCertificate",
      "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain.",
    );
  if (aliases.length > 0 && arn === undefined && certificate?.IAMCertificateId === undefined && !aliases.every(isLocal))
    throw fault("InvalidViewerCertificate");
}

function isDomainName(name: string): boolean {
  return (
    name.length <= 253 && /^(\*\.)?([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/.test(name)
  );
}

/** DEVIATION: names below localhost belong to this machine: nobody can have a certificate for them. */
function isLocal(name: string): boolean {
  return name.endsWith(".localhost");
}

// Names at which the yard answers for AWS: an alias must not take requests away from another service or another distribution.
const SERVICES =
  /(^|\.)(execute-api|lambda-url|s3|s3-website|s3-[a-z0-9-]+|cloudfront|amazoncognito|cognito-idp|sqs|sns|dynamodb|sts|iam|kms|lambda|events|states|ssm|secretsmanager|logs|monitoring|kinesis|firehose|email|apigateway|cloudformation)(\.[a-z]{2,3}(-[a-z]+)+-\d)?\.localhost$/;

function isReserved(name: string): boolean {
  return (
    name === "*.localhost" ||
    SERVICES.test(name) ||
    /(^|\.)(amazonaws\.com(\.cn)?|cloudfront\.net|on\.aws|localhost\.localstack\.cloud)$/.test(name)
  );
}
