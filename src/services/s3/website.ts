// Static websites: which configurations S3 takes, and where a request is sent instead. Pure.
// AWS: "Hosting a static website using Amazon S3" and "Configuring a webpage redirect" (S3 user guide).

import type { RoutingRule, WebsiteConfiguration } from "@aws-sdk/client-s3";
import { invalidArgument, invalidRequest, malformedXml } from "./errors.ts";
import type { RoutingRuleRecord, WebsiteRecord } from "./records.ts";

/** LIMIT: routing rules of one website. */
const MAX_ROUTING_RULES = 50;

/** Reads a configuration; throws S3's refusals. */
export function parseWebsite(configuration: WebsiteConfiguration): WebsiteRecord {
  const { IndexDocument: index, ErrorDocument: error, RedirectAllRequestsTo: all, RoutingRules: rules } = configuration;
  if (all !== undefined) {
    if (index !== undefined || error !== undefined || rules !== undefined)
      throw invalidArgument(
        "RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.",
        "RedirectAllRequestsTo",
        "not null",
      );
    if (all.HostName === undefined) throw malformedXml();
    return { redirectAll: { hostName: all.HostName, ...protocolOf(all.Protocol) } };
  }
  if (index === undefined)
    throw invalidArgument(
      "A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty",
      "IndexDocument",
      "null",
    );
  const { Suffix: suffix } = index;
  if (suffix === undefined || suffix === "" || suffix.includes("/"))
    throw invalidArgument("The IndexDocument Suffix is not well formed", "IndexDocument", suffix);
  if (error !== undefined && (error.Key === undefined || error.Key === ""))
    throw invalidArgument("The ErrorDocument Key is not well formed", "ErrorDocument", error.Key);
  if ((rules?.length ?? 0) > MAX_ROUTING_RULES)
    throw invalidRequest(
      `${rules?.length} routing rules provided, the number of routing rules in a website configuration is limited to 50.`,
    );
  return {
    indexSuffix: suffix,
    ...(error?.Key === undefined ? {} : { errorKey: error.Key }),
    ...(rules === undefined || rules.length === 0 ? {} : { rules: rules.map(parseRule) }),
  };
}

function protocolOf(protocol: string | undefined): { readonly protocol?: "http" | "https" } {
  if (protocol === undefined) return {};
  if (protocol !== "http" && protocol !== "https")
    throw invalidRequest(
      "Invalid protocol, protocol can be http or https. If not defined the protocol will be selected automatically.",
    );
  return { protocol };
}

function parseRule({ Condition: condition, Redirect: redirect }: RoutingRule): RoutingRuleRecord {
  const { KeyPrefixEquals: keyPrefix, HttpErrorCodeReturnedEquals: errorCode } = condition ?? {};
  if (condition !== undefined && keyPrefix === undefined && errorCode === undefined)
    throw invalidRequest(
      "Condition cannot be empty. To redirect all requests without a condition, the condition element shouldn't be present.",
    );
  if (errorCode !== undefined && !/^[45]\d\d$/.test(errorCode))
    throw invalidRequest(`The provided HTTP error code (${errorCode}) is not valid. Valid codes are 4XX or 5XX.`);
  if (redirect === undefined || Object.values(redirect).every((value) => value === undefined)) throw malformedXml();
  const { HostName: hostName, HttpRedirectCode: code, ReplaceKeyWith: key, ReplaceKeyPrefixWith: prefix } = redirect;
  if (key !== undefined && prefix !== undefined)
    throw invalidRequest("You can only define ReplaceKeyPrefix or ReplaceKey but not both.");
  if (code !== undefined && !/^3(?!00)\d\d$/.test(code))
    throw invalidRequest(`The provided HTTP redirect code (${code}) is not valid. Valid codes are 3XX except 300.`);
  return {
    ...(keyPrefix === undefined ? {} : { keyPrefix }),
    ...(errorCode === undefined ? {} : { errorStatus: Number(errorCode) }),
    redirect: {
      ...protocolOf(redirect.Protocol),
      ...(hostName === undefined ? {} : { hostName }),
      ...(key === undefined ? {} : { key }),
      ...(prefix === undefined ? {} : { keyPrefix: prefix }),
      ...(code === undefined ? {} : { status: Number(code) }),
    },
  };
}

/** The configuration as GetBucketWebsite shows it. */
export function formatWebsite({ indexSuffix, errorKey, redirectAll, rules }: WebsiteRecord): WebsiteConfiguration {
  if (redirectAll !== undefined) {
    const { hostName, protocol } = redirectAll;
    return { RedirectAllRequestsTo: { HostName: hostName, ...(protocol === undefined ? {} : { Protocol: protocol }) } };
  }
  return {
    IndexDocument: { Suffix: indexSuffix },
    ...(errorKey === undefined ? {} : { ErrorDocument: { Key: errorKey } }),
    ...(rules === undefined ? {} : { RoutingRules: rules.map(formatRule) }),
  };
}

function formatRule({ keyPrefix, errorStatus, redirect }: RoutingRuleRecord): RoutingRule {
  const condition = {
    ...(keyPrefix === undefined ? {} : { KeyPrefixEquals: keyPrefix }),
    ...(errorStatus === undefined ? {} : { HttpErrorCodeReturnedEquals: String(errorStatus) }),
  };
  return {
    ...(Object.keys(condition).length === 0 ? {} : { Condition: condition }),
    Redirect: {
      ...(redirect.protocol === undefined ? {} : { Protocol: redirect.protocol }),
      ...(redirect.hostName === undefined ? {} : { HostName: redirect.hostName }),
      ...(redirect.key === undefined ? {} : { ReplaceKeyWith: redirect.key }),
      ...(redirect.keyPrefix === undefined ? {} : { ReplaceKeyPrefixWith: redirect.keyPrefix }),
      ...(redirect.status === undefined ? {} : { HttpRedirectCode: String(redirect.status) }),
    },
  };
}

/** Where a visitor is sent. */
export interface Redirection {
  readonly status: number;
  readonly protocol: "http" | "https" | undefined;
  /** Undefined for the website itself. */
  readonly hostName: string | undefined;
  readonly key: string;
}

/**
 * The first rule that is about a key: one without an error before the key is read (`errorStatus` undefined), one of that
 * status after it failed.
 */
export function findRedirection(
  { rules = [] }: WebsiteRecord,
  key: string,
  errorStatus: number | undefined,
): Redirection | undefined {
  const rule = rules.find((each) => each.errorStatus === errorStatus && key.startsWith(each.keyPrefix ?? ""));
  if (rule === undefined) return undefined;
  const { redirect, keyPrefix = "" } = rule;
  const replaced = redirect.keyPrefix === undefined ? key : redirect.keyPrefix + key.slice(keyPrefix.length);
  return {
    status: redirect.status ?? 301,
    protocol: redirect.protocol,
    hostName: redirect.hostName,
    key: redirect.key ?? replaced,
  };
}

/** A page that tells of an error, with S3's own marks. */
export function errorPage(status: string, details: readonly (readonly [string, string])[], isNested: boolean): string {
  const items = details.map(([name, value]) => `<li>${name}: ${escapeHtml(value)}</li>`);
  const nested = isNested
    ? [
        "<h3>An Error Occurred While Attempting to Retrieve a Custom Error Document</h3>",
        "<ul>",
        "<li>Code: AccessDenied</li>",
        "<li>Message: Access Denied</li>",
        "</ul>",
      ]
    : [];
  return [
    "<html>",
    `<head><title>${status}</title></head>`,
    "<body>",
    `<h1>${status}</h1>`,
    "<ul>",
    ...items,
    "</ul>",
    ...nested,
    "<hr/>",
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
