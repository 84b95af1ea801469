// WebsiteConfiguration.

import type { RoutingRule, WebsiteConfiguration } from "@aws-sdk/client-s3";
import { field, list, text } from "../template-values.ts";
import { ifThere } from "./if-there.ts";
import type { BucketPart } from "./part.ts";

export const website: BucketPart = {
  property: "WebsiteConfiguration",
  put: (value, { s3, Bucket }) => s3.putBucketWebsite({ Bucket, WebsiteConfiguration: toWebsite(value) }),
  reset: ({ s3, Bucket }) => s3.deleteBucketWebsite({ Bucket }),
  async read({ s3, Bucket }) {
    const found = await ifThere("NoSuchWebsiteConfiguration", () => s3.getBucketWebsite({ Bucket }));
    if (found === undefined) return undefined;
    return {
      ...(found.IndexDocument === undefined ? {} : { IndexDocument: found.IndexDocument.Suffix }),
      ...(found.ErrorDocument === undefined ? {} : { ErrorDocument: found.ErrorDocument.Key }),
      ...(found.RedirectAllRequestsTo === undefined ? {} : { RedirectAllRequestsTo: found.RedirectAllRequestsTo }),
      ...(found.RoutingRules === undefined
        ? {}
        : {
            RoutingRules: found.RoutingRules.map(({ Condition, Redirect }) => ({
              RedirectRule: Redirect,
              ...(Condition === undefined ? {} : { RoutingRuleCondition: Condition }),
            })),
          }),
    };
  },
};

function toWebsite(value: unknown): WebsiteConfiguration {
  const all = field(value, "RedirectAllRequestsTo");
  const rules = field(value, "RoutingRules");
  return {
    ...(field(value, "IndexDocument") === undefined ? {} : { IndexDocument: { Suffix: text(value, "IndexDocument") } }),
    ...(field(value, "ErrorDocument") === undefined ? {} : { ErrorDocument: { Key: text(value, "ErrorDocument") } }),
    ...(all === undefined
      ? {}
      : { RedirectAllRequestsTo: { HostName: text(all, "HostName"), ...texts(all, ["Protocol"]) } }),
    ...(rules === undefined ? {} : { RoutingRules: list(rules).map(toRule) }),
  };
}

function toRule(rule: unknown): RoutingRule {
  const condition = field(rule, "RoutingRuleCondition");
  return {
    ...(condition === undefined
      ? {}
      : { Condition: texts(condition, ["KeyPrefixEquals", "HttpErrorCodeReturnedEquals"]) }),
    Redirect: texts(field(rule, "RedirectRule"), [
      "HostName",
      "HttpRedirectCode",
      "Protocol",
      "ReplaceKeyPrefixWith",
      "ReplaceKeyWith",
    ]),
  };
}

/** Those of the named members that are there. */
function texts<Name extends string>(value: unknown, names: readonly Name[]): { [Key in Name]?: never } {
  const given = names.filter((name) => field(value, name) !== undefined).map((name) => [name, text(value, name)]);
  return Object.fromEntries(given) as { [Key in Name]?: never };
}
