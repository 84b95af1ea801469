// Whether a role trusts whom an identity provider vouches for: its trust policy alone decides, by what the token said.

import { loadMembership } from "../../iam/directory/organization-control.ts";
import { evaluate } from "../../iam/evaluate.ts";
import type { Federation } from "../../iam/principal.ts";
import { globalConditions } from "../../service/authorize.ts";
import { withOrganizations } from "../../service/organizations.ts";
import type { Context } from "../../service/context.ts";
import { tagConditions } from "./permissions.ts";
import type { FoundRole } from "./roles.ts";

/** The session that is asked for. */
export interface WantedSession {
  readonly sessionName: string;
  readonly sourceIdentity: string | undefined;
  readonly tags: readonly { readonly Key: string; readonly Value: string }[];
  readonly transitiveTagKeys: readonly string[];
}

/** True if the role may be assumed by `action`, with the tags and the source identity of the session. */
export function isTrusted(
  context: Context,
  { account, record }: FoundRole,
  resource: string,
  action: "sts:AssumeRoleWithSAML" | "sts:AssumeRoleWithWebIdentity",
  federation: Federation,
  session: WantedSession,
): boolean {
  const conditions = {
    ...tagConditions({ Tags: session.tags }),
    "sts:RoleSessionName": session.sessionName,
    "sts:SourceIdentity": session.sourceIdentity,
    "sts:TransitiveTagKeys": session.transitiveTagKeys,
  };
  const actions = [
    action,
    ...(session.tags.length > 0 ? ["sts:TagSession"] : []),
    ...(session.sourceIdentity === undefined ? [] : ["sts:SetSourceIdentity"]),
  ];
  const { sourceIp, region, headers } = context;
  const membershipOf = (id: string) => context.store.read((tx) => loadMembership(tx, id));
  return actions.every((each) => {
    const asked = withOrganizations(
      {
        principal: { kind: "web-identity", ...federation },
        request: { action: each, resource, conditions },
        resourceAccount: account,
        policies: {
          identity: [],
          session: [],
          serviceControl: [],
          resource: { name: resource, document: record.trustPolicy },
        },
        globalConditions: globalConditions({
          yard: context,
          region,
          headers,
          ...(sourceIp === undefined ? {} : { sourceIp }),
        }),
      },
      membershipOf,
      () => false,
    );
    return evaluate(asked).isAllowed;
  });
}
