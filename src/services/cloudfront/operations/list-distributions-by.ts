// ListDistributionsByCachePolicyId and its like: the ids of the distributions that use a policy or a key group, and those with a web ACL.

import type { Context } from "../../../service/context.ts";
import type { Operation } from "../../../service/service.ts";
import { distributionsUsing } from "../config/users.ts";
import { summaryShape } from "../distributions.ts";
import { fault, type ErrorCode } from "../errors.ts";
import { cachePolicies } from "../families/cache-policies.ts";
import { findThing } from "../families/family.ts";
import { keyGroups } from "../families/key-groups.ts";
import { originRequestPolicies } from "../families/origin-request-policies.ts";
import { responseHeadersPolicies } from "../families/response-headers-policies.ts";
import { pageOf } from "../pages.ts";
import { listDistributions } from "../repo.ts";

type Values = Readonly<Record<string, unknown>>;
type Kind = "cache-policy" | "key-group" | "origin-request-policy" | "response-headers-policy";

function listBy(
  name: string,
  member: string,
  kind: Kind,
  family: Parameters<typeof findThing>[0],
  missing: ErrorCode,
): Operation {
  return {
    name,
    run(input: Values, { store, account }: Context) {
      const id = String(input[member]);
      const ids = store.read((tx) => {
        if (findThing(family, tx, account, id) === undefined) throw fault(missing);
        return distributionsUsing(tx, account, kind, id).map((record) => record.id);
      });
      const { items, members } = pageOf(ids, (each) => each, input, true);
      const Items = items.length > 0 ? { Items: items } : {};
      return { DistributionIdList: { ...members, Quantity: items.length, ...Items } };
    },
  };
}

const byWebAcl: Operation = {
  name: "ListDistributionsByWebACLId",
  run(input: Values, context: Context) {
    // AWS: "null" stands for the distributions without a web ACL, which all are here.
    const all = context.store.read((tx) => listDistributions(tx, context.account));
    const found = input["WebACLId"] === "null" ? all : [];
    const { items, members } = pageOf(found, ({ id }) => id, input, true);
    const Items = items.length > 0 ? { Items: items.map((record) => summaryShape(record, context)) } : {};
    return { DistributionList: { ...members, Quantity: items.length, ...Items } };
  },
};

/** The operations. */
export const listDistributionsBy: readonly Operation[] = [
  listBy("ListDistributionsByCachePolicyId", "CachePolicyId", "cache-policy", cachePolicies, "NoSuchCachePolicy"),
  listBy("ListDistributionsByKeyGroup", "KeyGroupId", "key-group", keyGroups, "NoSuchResource"),
  listBy(
    "ListDistributionsByOriginRequestPolicyId",
    "OriginRequestPolicyId",
    "origin-request-policy",
    originRequestPolicies,
    "NoSuchOriginRequestPolicy",
  ),
  listBy(
    "ListDistributionsByResponseHeadersPolicyId",
    "ResponseHeadersPolicyId",
    "response-headers-policy",
    responseHeadersPolicies,
    "NoSuchResponseHeadersPolicy",
  ),
  byWebAcl,
];
