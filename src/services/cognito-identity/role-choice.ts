// Which role an identity gets. Pure. AWS: "Using role-based access control" in the Cognito developer guide.

import type { MappingRule, RoleMapping } from "@aws-sdk/client-cognito-identity";
import type { Login } from "./logins.ts";
import type { PoolRecord } from "./records.ts";

/** The role, or why there is none: nobody may have one, or the pool does not say which. */
export type RoleChoice = { readonly roleArn: string } | "forbidden" | "not-configured";

/** The role for somebody who signed in as `logins`, or not at all. `wanted` is CustomRoleArn. */
export function chooseRole(
  { roles, roleMappings }: Pick<PoolRecord, "roles" | "roleMappings">,
  { isAuthenticated, logins }: { readonly isAuthenticated: boolean; readonly logins: readonly Login[] },
  wanted: string | undefined,
): RoleChoice {
  const fallback = isAuthenticated ? roles.authenticated : roles.unauthenticated;
  const mapped = logins.flatMap((login) => {
    const name = login.names.find((each) => Object.hasOwn(roleMappings, each));
    const mapping = name === undefined ? undefined : roleMappings[name];
    return mapping === undefined ? [] : [{ login, mapping }];
  })[0];
  if (mapped === undefined) {
    if (fallback === undefined) return "not-configured";
    return wanted === undefined || wanted === fallback ? { roleArn: fallback } : "forbidden";
  }
  const { login, mapping } = mapped;
  const { roleArns, preferred } =
    mapping.Type === "Token" ? rolesInToken(login) : { roleArns: rolesByRules(login, mapping), preferred: undefined };
  if (wanted !== undefined) return roleArns.includes(wanted) ? { roleArn: wanted } : "forbidden";
  const [first] = roleArns;
  const found = mapping.Type === "Token" ? (preferred ?? (roleArns.length === 1 ? first : undefined)) : first;
  if (found !== undefined) return { roleArn: found };
  if (mapping.AmbiguousRoleResolution === "Deny") return "forbidden";
  return fallback === undefined ? "not-configured" : { roleArn: fallback };
}

function rolesInToken({ claims }: Login): {
  readonly roleArns: readonly string[];
  readonly preferred: string | undefined;
} {
  const roles = claims["cognito:roles"];
  const preferred = claims["cognito:preferred_role"];
  return {
    roleArns: Array.isArray(roles) ? roles.map(String) : [],
    preferred: typeof preferred === "string" ? preferred : undefined,
  };
}

/** The roles of the rules that match, in their order. */
function rolesByRules({ claims }: Login, { RulesConfiguration: rules }: RoleMapping): string[] {
  return (rules?.Rules ?? []).flatMap((rule) => (matches(rule, claims[rule.Claim ?? ""]) ? [rule.RoleARN ?? ""] : []));
}

/** A claim that is a list matches if one of its values does. A claim that is not there matches nothing. */
function matches({ MatchType: type, Value: value = "" }: MappingRule, claim: unknown): boolean {
  if (claim === undefined || claim === null) return false;
  const texts = (Array.isArray(claim) ? claim : [claim]).map(String);
  switch (type) {
    case "Equals":
      return texts.includes(value);
    case "NotEqual":
      return !texts.includes(value);
    case "StartsWith":
      return texts.some((text) => text.startsWith(value));
    case "Contains":
      return texts.some((text) => text.includes(value));
    default:
      return false;
  }
}
