// Cognito's user pools as authorizers: a token of one of the pools, with one of the method's scopes where it names any.
// AWS: "Control access to REST APIs using Amazon Cognito user pools as an authorizer", "Integrate a REST API with a user pool".

import type { JSONWebKeySet, JWTPayload } from "jose";
import type { DoorAccess } from "../../../../service/service.ts";
import type { AuthorizerRecord } from "../../records.ts";
import type { Call } from "../call.ts";
import { sourceValues } from "../parameters.ts";
import { unauthorized } from "./function-authorizer.ts";

/** Throws a failure unless the request brings a token that is good; its claims become $context.authorizer.claims. */
export async function authorizeByToken(
  call: Call,
  authorizer: AuthorizerRecord,
  access: Pick<DoorAccess, "tokenIssuer">,
): Promise<void> {
  const [given = ""] = sourceValues(authorizer.identitySource ?? "method.request.header.Authorization", call);
  const token = given.replace(/^Bearer\s+/i, "");
  if (token === "") throw unauthorized();
  const claims = await claimsOf(call, token, authorizer.providerARNs ?? [], access);
  const scopes = call.method.authorizationScopes ?? [];
  // AWS: with scopes, an access token is expected; without, an identity token.
  if (scopes.length === 0 ? claims["token_use"] !== "id" : !hasScope(claims, scopes)) throw unauthorized();
  call.facts.authorizer = {
    claims: Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, textOf(value)])),
  };
}

async function claimsOf(
  call: Call,
  token: string,
  poolArns: readonly string[],
  access: Pick<DoorAccess, "tokenIssuer">,
): Promise<JWTPayload> {
  const { createLocalJWKSet, errors, jwtVerify } = await import("jose");
  for (const arn of poolArns) {
    const issuer = access.tokenIssuer(arn);
    if (issuer === undefined) continue;
    try {
      const keys = createLocalJWKSet({ keys: issuer.keys } as unknown as JSONWebKeySet);
      const { payload } = await jwtVerify(token, keys, {
        issuer: issuer.issuer,
        algorithms: ["RS256"],
        currentDate: new Date(call.yard.clock.nowMs()),
      });
      return payload;
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw unauthorized("The incoming token has expired");
      // Of another pool, or of nobody: the next one may know it.
      if (!(error instanceof errors.JOSEError)) throw error;
    }
  }
  throw unauthorized();
}

function hasScope(claims: JWTPayload, scopes: readonly string[]): boolean {
  const { scope } = claims;
  return typeof scope === "string" && scope.split(" ").some((each) => scopes.includes(each));
}

/** AWS: claims are texts in events; lists are joined with commas. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(",");
  return typeof value === "string" ? value : JSON.stringify(value);
}
