// Which configurations of distributions are right. AWS: the errors of CreateDistribution (API reference) and "Quotas" (developer guide).

import type { DistributionConfig } from "@aws-sdk/client-cloudfront";
import { coversName } from "../../../service/certificates/names.ts";
import type { Context } from "../../../service/context.ts";
import { isServedName } from "../../../service/served-names.ts";
import type { ReadTx } from "../../../store/store.ts";
import { fault, invalidArgument } from "../errors.ts";
import { findByName } from "../repo.ts";
import { checkBehaviours } from "./check-behaviours.ts";
import { checkLogging } from "../logs/bucket.ts";
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
  readonly context: Pick<Context, "account" | "findCertificate">;
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
  checkLogging(config);
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
function checkAliases(config: DistributionConfig, place: CheckPlace): void {
  const { tx, id } = place;
  const aliases = itemsOf(config.Aliases).map((alias) => alias.toLowerCase());
  if (aliases.length > MOST_ALIASES) throw fault("TooManyDistributionCNAMEs");
  if (new Set(aliases).size < aliases.length)
    throw invalidArgument("The parameter CNAME contains a name more than once.");
  for (const alias of aliases) {
    if (!isDomainName(alias) || isServedName(alias))
      throw invalidArgument(`The parameter CNAME contains one or more parameters that are not valid: ${alias}`);
    const owner = findByName(tx, alias);
    if (owner !== undefined && owner.id !== id) throw fault("CNAMEAlreadyExists");
  }
  checkCertificate(config, aliases, place);
}

/** AWS: "Requirements for using SSL/TLS certificates with CloudFront" and "Requirements for using alternate domain names". */
function checkCertificate(
  { ViewerCertificate: certificate }: DistributionConfig,
  aliases: readonly string[],
  { tx, context }: CheckPlace,
): void {
  const arn = certificate?.ACMCertificateArn;
  if (arn === undefined) {
    const isBare = aliases.length > 0 && certificate?.IAMCertificateId === undefined;
    if (isBare && !aliases.every(isLocal)) throw fault("InvalidViewerCertificate");
    return;
  }
  const isOwn = arn.startsWith(`arn:aws:acm:us-east-1:${context.account}:certificate/`);
  const found = isOwn ? context.findCertificate(tx, arn) : undefined;
  if (found?.isIssued !== true)
    throw fault(
      "InvalidViewerCertificate",
      "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain.",
    );
  if (!aliases.every((alias) => isLocal(alias) || coversName(found.names, alias)))
    throw fault(
      "InvalidViewerCertificate",
      "The certificate that is attached to your distribution doesn't cover the alternate domain name (CNAME) that you're trying to add. For more details, see: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html#alternate-domain-names-requirements",
    );
}

function isDomainName(name: string): boolean {
  return (
    name.length <= 253 && /^(\*\.)?([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/.test(name)
  );
}

/** DEVIATION: names below localhost belong to this machine: they need no certificate. */
function isLocal(name: string): boolean {
  return name.endsWith(".localhost");
}
