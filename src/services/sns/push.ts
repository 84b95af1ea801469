// Mobile push: platform applications and the devices in them. Nothing goes to Apple, Google or Amazon: credentials are kept
// unseen, and what devices would get is kept in the inbox. Pure.
//
// DEVIATION: AWS asks the push service whether the credentials are right, and disables endpoints whose token that service
// refuses; here an endpoint is disabled only by SetEndpointAttributes.

import { formatArn, parseArn } from "../../kernel/arns.ts";
import { parseAccountId, parseRegion } from "../../kernel/ids.ts";
import type { Scope } from "../../service/context.ts";
import { invalidParameter, notImplemented } from "./errors.ts";

type Attributes = Readonly<Record<string, string>>;

export interface PlatformApplicationRecord {
  readonly v: 1;
  readonly platform: string;
  readonly name: string;
  readonly attributes: Attributes;
}

export interface EndpointRecord {
  readonly v: 1;
  readonly platform: string;
  readonly application: string;
  readonly id: string;
  readonly token: string;
  readonly isEnabled: boolean;
  readonly customUserData?: string;
}

/** Which application, and of an endpoint's ARN, which endpoint. */
export interface PlatformAddress {
  readonly scope: Scope;
  readonly platform: string;
  readonly application: string;
}

// AWS: "Mobile push notifications": supported services; those with _SANDBOX are Apple's for development.
const PLATFORMS = new Set([
  "ADM",
  "APNS",
  "APNS_SANDBOX",
  "APNS_VOIP",
  "APNS_VOIP_SANDBOX",
  "BAIDU",
  "GCM",
  "MACOS",
  "MACOS_SANDBOX",
  "MPNS",
  "WNS",
]);
const SECRETS = new Set(["PlatformCredential", "PlatformPrincipal"]);
const KEPT = new Set([
  "Enabled",
  "SuccessFeedbackRoleArn",
  "FailureFeedbackRoleArn",
  "SuccessFeedbackSampleRate",
  "ApplePlatformTeamID",
  "ApplePlatformBundleID",
]);
const EVENTS = new Set([
  "EventEndpointCreated",
  "EventEndpointDeleted",
  "EventEndpointUpdated",
  "EventDeliveryFailure",
]);

/** Throws unless such an application can be made. */
export function requireApplication(name: string, platform: string, attributes: Attributes): void {
  if (!PLATFORMS.has(platform)) throw invalidParameter(`Platform Reason: Invalid platform: ${platform}`);
  if (!/^[\w.-]{1,256}$/.test(name))
    throw invalidParameter(
      "Name Reason: must be made up of only uppercase and lowercase ASCII letters, numbers, underscores, hyphens, and periods, and must be between 1 and 256 characters long",
    );
  requireApplicationAttributes(attributes);
  if (!attributes["PlatformCredential"]) throw invalidParameter("Attributes Reason: PlatformCredential is required");
  if (platform !== "GCM" && !attributes["PlatformPrincipal"])
    throw invalidParameter("Attributes Reason: PlatformPrincipal is required");
}

/** Throws for attributes that an application does not have. */
export function requireApplicationAttributes(attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (EVENTS.has(name) && value !== "") throw notImplemented(`The attribute "${name}" of a platform application`);
    if (!EVENTS.has(name) && !SECRETS.has(name) && !KEPT.has(name))
      throw invalidParameter(`Attributes Reason: Invalid attribute name: ${name}`);
    if (name === "Enabled") requireFlag(value);
  }
}

function requireFlag(value: string): void {
  if (!/^(true|false)$/i.test(value)) throw invalidParameter(`Attributes Reason: Invalid value for attribute: Enabled`);
}

/** What GetPlatformApplicationAttributes shows: never the credentials. */
export function describeApplication({ attributes }: PlatformApplicationRecord): Record<string, string> {
  return {
    Enabled: "true",
    ...Object.fromEntries(Object.entries(attributes).filter(([name]) => !SECRETS.has(name))),
  };
}

/** What GetEndpointAttributes shows. */
export function describeEndpoint(endpoint: EndpointRecord): Record<string, string> {
  const { isEnabled, token, customUserData } = endpoint;
  return {
    Enabled: String(isEnabled),
    Token: token,
    ...(customUserData === undefined ? {} : { CustomUserData: customUserData }),
  };
}

/** The endpoint with other attributes; throws for those that it does not have. */
export function changeEndpoint(endpoint: EndpointRecord, attributes: Attributes): EndpointRecord {
  for (const name of Object.keys(attributes))
    if (!["CustomUserData", "Enabled", "Token"].includes(name))
      throw invalidParameter(`Attributes Reason: Invalid attribute name: ${name}`);
  const { CustomUserData: customUserData, Enabled: enabled, Token: token } = attributes;
  if (enabled !== undefined) requireFlag(enabled);
  // LIMIT: AWS: SetEndpointAttributes: less than 2 KB.
  if (customUserData !== undefined && Buffer.byteLength(customUserData) > 2_048)
    throw invalidParameter("CustomUserData Reason: must be at most 2048 bytes long in UTF-8 encoding");
  if (token === "") throw invalidParameter("Token Reason: cannot be empty");
  return {
    ...endpoint,
    ...(customUserData === undefined ? {} : { customUserData }),
    ...(enabled === undefined ? {} : { isEnabled: enabled.toLowerCase() === "true" }),
    ...(token === undefined ? {} : { token }),
  };
}

export function applicationArn(scope: Scope, { platform, name }: PlatformApplicationRecord): string {
  return formatArn("sns", scope.region, scope.account, `app/${platform}/${name}`);
}

export function endpointArn(scope: Scope, { platform, application, id }: EndpointRecord): string {
  return formatArn("sns", scope.region, scope.account, `endpoint/${platform}/${application}/${id}`);
}

/** The application of an ARN; throws as AWS does for texts that are not one. */
export function parseApplicationArn(arn: string): PlatformAddress {
  const { scope, parts } = parsePlatformArn(arn, "PlatformApplicationArn");
  const [kind, platform, application, ...rest] = parts;
  if (kind !== "app" || !platform || !application || rest.length > 0)
    throw invalidParameter("PlatformApplicationArn Reason: Wrong number of slashes in relative portion of the ARN.");
  return { scope, platform, application };
}

/** The endpoint of an ARN. */
export function parseEndpointArn(arn: string, parameter = "EndpointArn"): PlatformAddress & { readonly id: string } {
  const { scope, parts } = parsePlatformArn(arn, parameter);
  const [kind, platform, application, id, ...rest] = parts;
  if (kind !== "endpoint" || !platform || !application || !id || rest.length > 0)
    throw invalidParameter(`${parameter} Reason: Wrong number of slashes in relative portion of the ARN.`);
  return { scope, platform, application, id };
}

function parsePlatformArn(arn: string, parameter: string): { scope: Scope; parts: readonly string[] } {
  const count = arn.split(":").length;
  if (count < 6) throw invalidParameter(`${parameter} Reason: An ARN must have at least 6 elements, not ${count}`);
  const parsed = parseArn(arn);
  if (parsed?.partition !== "aws" || parsed.service !== "sns" || !/^\d{12}$/.test(parsed.account))
    throw invalidParameter(parameter);
  try {
    const scope = { account: parseAccountId(parsed.account), region: parseRegion(parsed.region) };
    return { scope, parts: parsed.resource.split("/") };
  } catch (error) {
    if (error instanceof RangeError) throw invalidParameter(parameter);
    throw error;
  }
}
