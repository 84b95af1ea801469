// Origin request policies: what goes to the origin beside the cache key. AWS: "Control origin requests with a policy".

import type { OriginRequestPolicyConfig } from "@aws-sdk/client-cloudfront";
import { fault } from "../errors.ts";
import { checkQuantities, itemsOf } from "../config/quantities.ts";
import { distributionsUsing } from "../config/users.ts";
import { ORIGIN_REQUEST_POLICIES } from "../managed/origin-request-policies.ts";
import { isManaged, type Family } from "./family.ts";
import { checkComment, checkName, checkSelection, idOfPolicy, timeOf } from "./policies.ts";

// LIMIT: AWS: "Quotas on policies": 10 headers, cookies and query strings an origin request policy.
const MOST_NAMES = 10;
const SELECTIONS = ["none", "whitelist", "all", "allExcept"];

/** The family of origin request policies. */
export const originRequestPolicies: Family<OriginRequestPolicyConfig> = {
  kind: "origin-request-policy",
  one: "OriginRequestPolicy",
  many: "OriginRequestPolicies",
  most: 20,
  errors: {
    missing: "NoSuchOriginRequestPolicy",
    exists: "OriginRequestPolicyAlreadyExists",
    inUse: "OriginRequestPolicyInUse",
    tooMany: "TooManyOriginRequestPolicies",
  },
  managed: ORIGIN_REQUEST_POLICIES,
  newId: idOfPolicy,
  complete,
  sameAs: (one, other) => one.Name === other.Name,
  isUsed: (id, tx, account) => distributionsUsing(tx, account, "origin-request-policy", id).length > 0,
  shown: ({ id, config, updatedAtMs }) => ({
    Id: id,
    LastModifiedTime: timeOf(updatedAtMs),
    OriginRequestPolicyConfig: config,
  }),
  listed: (thing) => ({
    Type: isManaged(originRequestPolicies, thing.id) ? "managed" : "custom",
    OriginRequestPolicy: originRequestPolicies.shown(thing),
  }),
};

function complete(config: OriginRequestPolicyConfig): OriginRequestPolicyConfig {
  checkQuantities(config);
  const { Name, Comment = "", HeadersConfig, CookiesConfig, QueryStringsConfig } = config;
  checkName(Name);
  checkComment(Comment);
  const headers = itemsOf(HeadersConfig?.Headers);
  const cookies = itemsOf(CookiesConfig?.Cookies);
  const queries = itemsOf(QueryStringsConfig?.QueryStrings);
  checkSelection(
    "HeaderBehavior",
    HeadersConfig?.HeaderBehavior,
    ["none", "whitelist", "allViewer", "allViewerAndWhitelistCloudFront", "allExcept"],
    headers,
  );
  checkSelection("CookieBehavior", CookiesConfig?.CookieBehavior, SELECTIONS, cookies);
  checkSelection("QueryStringBehavior", QueryStringsConfig?.QueryStringBehavior, SELECTIONS, queries);
  if (headers.length > MOST_NAMES) throw fault("TooManyHeadersInOriginRequestPolicy");
  if (cookies.length > MOST_NAMES) throw fault("TooManyCookiesInOriginRequestPolicy");
  if (queries.length > MOST_NAMES) throw fault("TooManyQueryStringsInOriginRequestPolicy");
  return { Name, Comment, HeadersConfig, CookiesConfig, QueryStringsConfig };
}
