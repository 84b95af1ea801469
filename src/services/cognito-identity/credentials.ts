// Credentials of an identity: STS gives them for a token that the pool signs, if the role trusts it. Also the tokens themselves, with
// what they say of the sign-in.

import type { Credentials } from "@aws-sdk/client-cognito-identity";
import { AwsError } from "../../kernel/errors.ts";
import type { Context } from "../../service/context.ts";
import { wrongConfiguration } from "./errors.ts";
import type { Login, Logins } from "./logins.ts";
import type { LocatedPool } from "./pools.ts";
import type { TagMapRecord } from "./records.ts";
import { loadTagMap } from "./repo.ts";
import { GUEST_POLICY } from "./guest-policy.ts";
import { issueToken } from "./tokens.ts";

// AWS: the session that an identity pool begins has this name.
const SESSION_NAME = "CognitoIdentityCredentials";
// The token is used at once.
const TOKEN_SECONDS = 600;
/** AWS: SetPrincipalTagAttributeMap: the default mappings. */
export const DEFAULT_TAGS: Readonly<Record<string, string>> = { client: "aud", username: "sub" };

/** What a token says of how an identity was authenticated. */
export function methodsOf({ own, others }: Logins): readonly string[] {
  if (own === undefined && others.length === 0) return ["unauthenticated"];
  const methods = [
    "authenticated",
    ...others.flatMap(({ provider, method }) => [provider, method]),
    ...(own?.methods ?? []),
  ];
  return [...new Set(methods)];
}

/** The tags that the logins' claims give a session. */
export function tagsOf(
  { store }: Pick<Context, "store">,
  { scope, pool }: LocatedPool,
  { own, others }: Logins,
): Readonly<Record<string, string>> {
  const mapped = others.flatMap((login) => {
    const map = store.read((tx) =>
      login.names.map((name) => loadTagMap(tx, scope, pool.poolId, name)).find((each) => each !== undefined),
    );
    return map === undefined ? [] : claimsAsTags(map, login);
  });
  return { ...Object.fromEntries(mapped), ...own?.tags };
}

function claimsAsTags({ usesDefaults, tags }: TagMapRecord, { claims }: Login): (readonly [string, string])[] {
  return Object.entries(usesDefaults ? DEFAULT_TAGS : tags).flatMap(([tag, claim]) => {
    const value = claims[claim];
    // A tag for a claim that is not there, or that is no plain value, is left out.
    return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
      ? [[tag, String(value)] as const]
      : [];
  });
}

/** Credentials of a role for an identity; throws InvalidIdentityPoolConfigurationException where the role does not trust the pool. */
export async function credentialsFor(
  context: Context,
  located: LocatedPool,
  identityId: string,
  { roleArn, logins }: { readonly roleArn: string; readonly logins: Logins },
): Promise<Credentials> {
  const methods = methodsOf(logins);
  const token = await issueToken(context, {
    identityId,
    poolId: located.pool.poolId,
    methods,
    tags: tagsOf(context, located, logins),
    seconds: TOKEN_SECONDS,
  });
  const { sourceIp, headers } = context;
  const source = { headers, ...(sourceIp === undefined ? {} : { sourceIp }) };
  try {
    const { Credentials: keys } = await context
      .as({ kind: "anonymous" }, located.scope, source)
      .sts.assumeRoleWithWebIdentity({
        RoleArn: roleArn,
        RoleSessionName: SESSION_NAME,
        WebIdentityToken: token,
        ...(methods.includes("unauthenticated") && { Policy: GUEST_POLICY }),
      });
    return {
      AccessKeyId: keys?.AccessKeyId,
      SecretKey: keys?.SecretAccessKey,
      SessionToken: keys?.SessionToken,
      Expiration: keys?.Expiration,
    };
  } catch (error) {
    // AWS: "Thrown if the identity pool has no role associated for the given auth type (auth/unauth) or if the AssumeRole fails."
    if (error instanceof AwsError && error.status < 500) throw wrongConfiguration();
    throw error;
  }
}
