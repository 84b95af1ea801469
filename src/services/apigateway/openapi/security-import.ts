// A definition's security schemes: which ask for API keys, which for signatures, and which are authorizers.

import type { AuthorizationType, AuthorizerRecord } from "../records.ts";
import { listOf, type Node, nodeOf, nodesIn, numberOf, textOf } from "../../../service/api-front/nodes.ts";
import type { Reading } from "./reading.ts";

export interface SecurityScheme {
  readonly name: string;
  readonly isApiKey: boolean;
  readonly authorizationType?: AuthorizationType;
  readonly authorizer?: Omit<AuthorizerRecord, "v" | "id">;
}

/** AWS: x-amazon-apigateway-authorizer and x-amazon-apigateway-authtype, inside a scheme. */
export function securitySchemes({ document, version }: Reading): readonly SecurityScheme[] {
  const schemes =
    version === "swagger"
      ? nodesIn(document, "securityDefinitions")
      : nodesIn(nodeOf(document, "components"), "securitySchemes");
  return schemes.map(([name, scheme]) => {
    const authType = textOf(scheme, "x-amazon-apigateway-authtype");
    if (scheme["x-amazon-apigateway-authorizer"] !== undefined) {
      const authorizer = authorizerOf(name, scheme, authType);
      const isCognito = authorizer.type === "COGNITO_USER_POOLS";
      return { name, isApiKey: false, authorizer, authorizationType: isCognito ? "COGNITO_USER_POOLS" : "CUSTOM" };
    }
    if (authType?.toLowerCase() === "awssigv4") return { name, isApiKey: false, authorizationType: "AWS_IAM" };
    const isApiKey = textOf(scheme, "type") === "apiKey" && textOf(scheme, "name")?.toLowerCase() === "x-api-key";
    return { name, isApiKey };
  });
}

function authorizerOf(name: string, scheme: Node, authType: string | undefined): Omit<AuthorizerRecord, "v" | "id"> {
  const extension = nodeOf(scheme, "x-amazon-apigateway-authorizer");
  const written = (textOf(extension, "type") ?? "token").toUpperCase();
  const type = written === "REQUEST" || written === "COGNITO_USER_POOLS" ? written : "TOKEN";
  const header = textOf(scheme, "name") ?? "Authorization";
  return {
    name,
    type,
    providerARNs: listOf(extension, "providerARNs"),
    authType: authType ?? (type === "COGNITO_USER_POOLS" ? "cognito_user_pools" : "custom"),
    authorizerUri: textOf(extension, "authorizerUri"),
    authorizerCredentials: textOf(extension, "authorizerCredentials"),
    identitySource:
      textOf(extension, "identitySource") ?? (type === "REQUEST" ? undefined : `method.request.header.${header}`),
    identityValidationExpression: textOf(extension, "identityValidationExpression"),
    authorizerResultTtlInSeconds: numberOf(extension, "authorizerResultTtlInSeconds"),
  };
}
