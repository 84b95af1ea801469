// What of AWS an alias record may point at, by the hosted zone ids that AWS gives the services' names. Pure data and lookups.

import { API_GATEWAY_ZONES, CLOUDFRONT_ZONE } from "../../service/hosted-zones.ts";

/** The regions of API Gateway's regional domain names, by their zones. */
const API_GATEWAY_REGIONS = new Map(Object.entries(API_GATEWAY_ZONES).map(([region, zone]) => [zone, region]));

/** AWS: "Amazon S3 endpoints and quotas": website endpoints. */
const S3_WEBSITE_ZONES: Readonly<Record<string, string>> = {
  Z3AQBSTGFYJSTF: "us-east-1",
  Z2O1EMRO9K5GLX: "us-east-2",
  Z2F56UZL2M1ACD: "us-west-1",
  Z3BJ6K6RIION7M: "us-west-2",
  Z1QDHH18159H29: "ca-central-1",
  Z21DNDUVLTQW6Q: "eu-central-1",
  Z1BKCTXD74EZPE: "eu-west-1",
  Z3GKZC51ZF0DB4: "eu-west-2",
  Z3R1K369G5AVDG: "eu-west-3",
  Z3BAZG2TWCNX0D: "eu-north-1",
  Z11RGJOFQNVJUP: "ap-south-1",
  Z2M4EHUR26P7ZW: "ap-northeast-1",
  Z3W03O7B5YMIYP: "ap-northeast-2",
  Z3O0J2DXBE1FTB: "ap-southeast-1",
  Z1WCIGYICN2BYD: "ap-southeast-2",
  Z7KQH4QJS55SO: "sa-east-1",
};

/** Whether a zone id is one of AWS's own that are served here. */
export const isServiceZone = (zoneId: string): boolean =>
  zoneId === CLOUDFRONT_ZONE || API_GATEWAY_REGIONS.has(zoneId) || Object.hasOwn(S3_WEBSITE_ZONES, zoneId);

/** Whether a name, in the API's form, is one of the service zone's. */
export function isInServiceZone(name: string, zoneId: string): boolean {
  // DEVIATION: distributions here have names below localhost, with the port that viewers need: "\072" is the API's form of the colon before it.
  if (zoneId === CLOUDFRONT_ZONE) return /^[a-z0-9-]+\.cloudfront\.(net|localhost(\\072\d+)?)\.$/.test(name);
  const api = API_GATEWAY_REGIONS.get(zoneId);
  if (api !== undefined) return name.endsWith(`.execute-api.${api}.amazonaws.com.`);
  const website = S3_WEBSITE_ZONES[zoneId];
  return name === `s3-website-${website}.amazonaws.com.` || name === `s3-website.${website}.amazonaws.com.`;
}

/** Names of AWS's that lead to this machine when they are asked for by themselves, in a CNAME say. */
export function isServedHere(name: string): boolean {
  return (
    name === "localhost." ||
    name.endsWith(".localhost.") ||
    /^[a-z0-9-]+\.cloudfront\.net\.$/.test(name) ||
    /\.execute-api\.[a-z0-9-]+\.amazonaws\.com\.$/.test(name) ||
    /(^|\.)s3-website[.-][a-z0-9-]+\.amazonaws\.com\.$/.test(name) ||
    // The name servers that zones are told to have.
    /^ns-\d+\.awsdns-\d\d\.(com|net|org|co\.uk)\.$/.test(name)
  );
}
