// What a pool's function changes of tokens before they are signed. Pure. AWS: "Pre token generation Lambda trigger".

import { asRecord } from "../triggers.ts";

/** Claims of Cognito's own that no function can change. AWS: "Claims and scopes that can be modified". */
const FIXED = new Set([
  "acr",
  "amr",
  "at_hash",
  "aud",
  "auth_time",
  "azp",
  "client_id",
  "cognito:groups",
  "event_id",
  "exp",
  "iat",
  "iss",
  "jti",
  "nbf",
  "nonce",
  "origin_jti",
  "sub",
  "token_use",
  "version",
]);

type Claims = Readonly<Record<string, unknown>>;

export interface Overrides {
  apply(token: "id" | "access", claims: Claims): Record<string, unknown>;
  scopes(scopes: readonly string[]): readonly string[];
  readonly groups: {
    readonly groupsToOverride?: readonly string[];
    readonly iamRolesToOverride?: readonly string[];
    readonly preferredRole?: string;
  };
}

interface Change {
  readonly add: Claims;
  readonly suppress: readonly string[];
}

/** Reads a response of either version; without one, nothing changes. */
export function claimOverrides(response: Claims | undefined): Overrides {
  const first = asRecord(response?.["claimsOverrideDetails"]);
  const second = asRecord(response?.["claimsAndScopeOverrideDetails"]);
  const access = asRecord(second?.["accessTokenGeneration"]);
  const changes = {
    id: changeOf(first ?? asRecord(second?.["idTokenGeneration"])),
    access: changeOf(access),
  };
  const added = textsIn(access?.["scopesToAdd"]);
  const suppressed = textsIn(access?.["scopesToSuppress"]);
  const groups = asRecord((first ?? second)?.["groupOverrideDetails"]);
  const preferredRole = groups?.["preferredRole"];
  return {
    apply(token, claims) {
      const { add, suppress } = changes[token];
      const kept = Object.entries(claims).filter(([name]) => FIXED.has(name) || !suppress.includes(name));
      const more = Object.entries(add).filter(([name]) => !FIXED.has(name));
      return Object.fromEntries([...kept, ...more]);
    },
    scopes: (scopes) => [...new Set([...scopes.filter((scope) => !suppressed.includes(scope)), ...added])],
    groups:
      groups === undefined
        ? {}
        : {
            groupsToOverride: textsIn(groups["groupsToOverride"]),
            iamRolesToOverride: textsIn(groups["iamRolesToOverride"]),
            ...(typeof preferredRole === "string" && { preferredRole }),
          },
  };
}

function changeOf(details: Claims | undefined): Change {
  return {
    add: asRecord(details?.["claimsToAddOrOverride"]) ?? {},
    suppress: textsIn(details?.["claimsToSuppress"]),
  };
}

function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === "string") : [];
}
