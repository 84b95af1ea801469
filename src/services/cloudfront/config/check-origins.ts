// Which origins and origin groups are right.

import type { DistributionConfig, Origin, OriginAccessControlConfig } from "@aws-sdk/client-cloudfront";
import { fault, invalidArgument } from "../errors.ts";
import { identityInOrigin } from "../families/origin-access-identities.ts";
import { loadThing } from "../repo.ts";
import { parseS3Origin } from "../edge/origins/addresses.ts";
import type { CheckPlace } from "./check.ts";
import { itemsOf } from "./quantities.ts";

// LIMIT: AWS: "General quotas on distributions": origins, origin groups, custom headers per origin.
const MOST_ORIGINS = 100;
const MOST_GROUPS = 10;
const MOST_CUSTOM_HEADERS = 30;
// AWS: CustomOriginConfig: "80, 443, or any value in the range 1024-65535".
const isPort = (port: number): boolean => port === 80 || port === 443 || (port >= 1024 && port <= 65_535);

/** Throws for origins that are not right. */
export function checkOrigins(config: DistributionConfig, place: CheckPlace): void {
  const origins = itemsOf(config.Origins);
  const groups = itemsOf(config.OriginGroups);
  if (origins.length === 0) throw invalidArgument("The parameter Origins requires at least one origin.");
  if (origins.length > MOST_ORIGINS) throw fault("TooManyOrigins");
  if (groups.length > MOST_GROUPS) throw fault("TooManyOriginGroupsPerDistribution");
  const ids = [...origins, ...groups].map(({ Id }) => Id);
  if (new Set(ids).size < ids.length) throw invalidArgument("The parameter Origins contains an id more than once.");
  for (const origin of origins) checkOrigin(origin, place);
  for (const { Members, FailoverCriteria, SelectionCriteria } of groups) {
    const members = itemsOf(Members);
    if (members.length !== 2) throw invalidArgument("The parameter OriginGroupMembers requires exactly two members.");
    if (!members.every(({ OriginId }) => origins.some(({ Id }) => Id === OriginId))) throw fault("NoSuchOrigin");
    const codes = itemsOf(FailoverCriteria?.StatusCodes);
    // AWS: "Create an origin group": the codes that can be chosen.
    if (codes.length === 0 || !codes.every((code) => [403, 404, 416, 429, 500, 502, 503, 504].includes(code)))
      throw invalidArgument("The parameter StatusCodes is invalid.");
    if (SelectionCriteria !== undefined && SelectionCriteria !== "default")
      throw invalidArgument("The parameter SelectionCriteria is invalid.");
  }
}

function checkOrigin(origin: Origin, place: CheckPlace): void {
  const { Id = "", DomainName = "", OriginPath = "", S3OriginConfig: s3, CustomOriginConfig: custom } = origin;
  if (Id === "" || Id.length > 128) throw invalidArgument("The parameter Origin Id is invalid.");
  // DEVIATION: a name below localhost may have a port: that is where this yard's APIs and functions are.
  const isLocal = /^[a-z0-9.-]+\.localhost(:\d{1,5})?$/i.test(DomainName);
  if (!isLocal && !/^([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(DomainName))
    throw invalidArgument("The parameter origin name must be a domain name.");
  if (/^[\d.]+$/.test(DomainName)) throw invalidArgument("The parameter origin name cannot be an IP address.");
  if (OriginPath !== "" && (!OriginPath.startsWith("/") || OriginPath.endsWith("/") || OriginPath.length > 255))
    throw invalidArgument("The parameter Origin Path is invalid: it begins with a slash and does not end with one.");
  if ((s3 === undefined) === (custom === undefined))
    throw fault("InvalidOrigin", "The specified origin server does not exist or is not valid.");
  // AWS: "S3OriginConfig ... The specified origin server does not exist or is not valid" for names that are no bucket's.
  if (s3 !== undefined && parseS3Origin(DomainName) === undefined) throw fault("InvalidOrigin");
  if (custom !== undefined) {
    if (!isPort(custom.HTTPPort ?? 80) || !isPort(custom.HTTPSPort ?? 443))
      throw invalidArgument("The parameter HTTPPort or HTTPSPort is invalid.");
    if (!["http-only", "https-only", "match-viewer"].includes(custom.OriginProtocolPolicy ?? ""))
      throw invalidArgument("The parameter OriginProtocolPolicy is invalid.");
    const { OriginReadTimeout: read = 30, OriginKeepaliveTimeout: keep = 5 } = custom;
    if (read < 1 || read > 180) throw fault("InvalidOriginReadTimeout");
    if (keep < 1 || keep > 180) throw fault("InvalidOriginKeepaliveTimeout");
  }
  const { ConnectionAttempts: attempts = 3, ConnectionTimeout: timeout = 10 } = origin;
  if (attempts < 1 || attempts > 3) throw invalidArgument("The parameter ConnectionAttempts is invalid.");
  if (timeout < 1 || timeout > 10) throw invalidArgument("The parameter ConnectionTimeout is invalid.");
  checkCustomHeaders(origin);
  checkAccessControl(origin, place);
}

// AWS: "Custom headers that CloudFront can't add to origin requests".
const FORBIDDEN =
  /^(cache-control|connection|content-length|cookie|host|if-match|if-modified-since|if-none-match|if-range|if-unmodified-since|max-forwards|pragma|proxy-.*|range|request-range|te|trailer|transfer-encoding|upgrade|via|x-real-ip|x-amz-.*|x-edge-.*)$/i;

function checkCustomHeaders({ CustomHeaders }: Origin): void {
  const headers = itemsOf(CustomHeaders);
  if (headers.length > MOST_CUSTOM_HEADERS) throw fault("TooManyOriginCustomHeaders");
  for (const { HeaderName = "", HeaderValue = "" } of headers)
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(HeaderName) || FORBIDDEN.test(HeaderName) || /[\r\n\0]/.test(HeaderValue))
      throw invalidArgument(`The parameter CustomHeaders contains ${HeaderName} that is not allowed.`);
}

function checkAccessControl({ OriginAccessControlId: id = "", S3OriginConfig: s3 }: Origin, place: CheckPlace): void {
  const { OriginAccessIdentity: identity = "" } = s3 ?? {};
  if (identity !== "") {
    const known = identityInOrigin(identity);
    const isThere =
      known !== undefined && loadThing(place.tx, place.context.account, "origin-access-identity", known) !== undefined;
    if (!isThere) throw fault("InvalidOriginAccessIdentity");
    if (id !== "") throw fault("IllegalOriginAccessConfiguration");
  }
  if (id === "") return;
  const control = loadThing<OriginAccessControlConfig>(place.tx, place.context.account, "origin-access-control", id);
  if (control === undefined) throw fault("InvalidOriginAccessControl");
  if (s3 === undefined) throw fault("InvalidDomainNameForOriginAccessControl");
}
