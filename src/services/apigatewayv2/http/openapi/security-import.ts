// Security schemes and requirements as authorizers and what routes ask of them. Pure.
// AWS: "x-amazon-apigateway-authorizer object", "x-amazon-apigateway-authtype property".

import {
  flagOf,
  isNode,
  listOf,
  type Node,
  nodeOf,
  nodesIn,
  numberOf,
  textOf,
} from "../../../../service/api-front/nodes.ts";
import { authorizerRecordOf } from "../../authorizers.ts";
import { badRequest } from "../../errors.ts";
import type { AuthorizerRecord, RouteRecord } from "../../records.ts";

export interface Security {
  readonly authorizers: readonly AuthorizerRecord[];
  /** What an operation asks of callers. */
  authorizationOf(operation: Node): Pick<RouteRecord, "authorizationType" | "authorizerId" | "authorizationScopes">;
}

/** Reads the schemes, and how operations use them. */
export function importSecurity(root: Node, newId: () => string, warnings: string[]): Security {
  const authorizers = new Map<string, AuthorizerRecord>();
  const signed = new Set<string>();
  for (const [name, scheme] of nodesIn(nodeOf(root, "components"), "securitySchemes")) {
    if (textOf(scheme, "x-amazon-apigateway-authtype")?.toLowerCase() === "awssigv4") signed.add(name);
    const node = scheme["x-amazon-apigateway-authorizer"];
    if (isNode(node)) authorizers.set(name, importAuthorizer(name, scheme, node, newId()));
    else if (!signed.has(name)) warnings.push(`The security scheme ${name} has no authorizer and is ignored`);
  }
  return {
    authorizers: [...authorizers.values()],
    authorizationOf(operation) {
      const [requirement] = [operation["security"] ?? root["security"] ?? []].flat().filter(isNode);
      const [name] = Object.keys(requirement ?? {});
      if (requirement === undefined || name === undefined) return { authorizationType: "NONE" };
      if (signed.has(name)) return { authorizationType: "AWS_IAM" };
      const authorizer = authorizers.get(name);
      if (authorizer === undefined) {
        warnings.push(`The security requirement ${name} names no authorizer and is ignored`);
        return { authorizationType: "NONE" };
      }
      const { authorizerId, type } = authorizer;
      if (type !== "JWT") return { authorizationType: "CUSTOM", authorizerId };
      const authorizationScopes = listOf(requirement, name) ?? [];
      return {
        authorizationType: "JWT",
        authorizerId,
        ...(authorizationScopes.length === 0 ? {} : { authorizationScopes }),
      };
    },
  };
}

function importAuthorizer(name: string, scheme: Node, node: Node, authorizerId: string): AuthorizerRecord {
  const type = textOf(node, "type")?.toUpperCase();
  if (type !== "JWT" && type !== "REQUEST")
    throw badRequest(
      `Unable to parse API definition: the authorizer ${name} is neither of type jwt nor of type request`,
    );
  const jwt = nodeOf(node, "jwtConfiguration");
  const identitySource = listOf(node, "identitySource") ?? (textOf(node, "identitySource") ?? "").split(",");
  return authorizerRecordOf("HTTP", authorizerId, {
    Name: name,
    AuthorizerType: type,
    IdentitySource: identitySource.map((each) => each.trim()),
    AuthorizerUri: textOf(node, "authorizerUri"),
    AuthorizerCredentialsArn: textOf(node, "authorizerCredentials"),
    AuthorizerPayloadFormatVersion: textOf(node, "authorizerPayloadFormatVersion"),
    AuthorizerResultTtlInSeconds: numberOf(node, "authorizerResultTtlInSeconds"),
    EnableSimpleResponses: flagOf(node, "enableSimpleResponses"),
    JwtConfiguration:
      type === "JWT"
        ? { Issuer: textOf(jwt, "issuer") ?? issuerOfScheme(scheme), Audience: listOf(jwt, "audience") }
        : undefined,
  });
}

/** AWS: a scheme of type openIdConnect names the issuer's configuration. */
function issuerOfScheme(scheme: Node): string | undefined {
  return textOf(scheme, "openIdConnectUrl")?.replace(/\/\.well-known\/openid-configuration$/, "");
}
