// x-amazon-apigateway-integration of HTTP APIs. Pure.
// AWS: "x-amazon-apigateway-integration object".

import type { ConnectionType, IntegrationType } from "@aws-sdk/client-apigatewayv2";
import { type Node, nodesIn, numberOf, textOf, textsOf } from "../../../../service/api-front/nodes.ts";
import { notServed } from "../../errors.ts";
import type { IntegrationRecord } from "../../records.ts";
import { httpIntegrationOf } from "../integrations.ts";

/** The integration that the object says, by the rules for integrations that the API makes. */
export function importIntegration(node: Node, integrationId: string): IntegrationRecord {
  if (node["tlsConfig"] !== undefined) throw notServed("tlsConfig of integrations: there are no VPC links");
  const responses = nodesIn(node, "responseParameters").map(
    ([status, _parameters]) => [status, textsOf(nodeAt(node, "responseParameters"), status) ?? {}] as const,
  );
  // What the values are is checked by the rules.
  return httpIntegrationOf(integrationId, {
    IntegrationType: textOf(node, "type")?.toUpperCase() as IntegrationType | undefined,
    IntegrationSubtype: textOf(node, "integrationSubtype"),
    IntegrationUri: textOf(node, "uri"),
    IntegrationMethod: methodOf(textOf(node, "httpMethod")),
    CredentialsArn: textOf(node, "credentials"),
    ConnectionType: textOf(node, "connectionType") as ConnectionType | undefined,
    PayloadFormatVersion: textOf(node, "payloadFormatVersion") ?? "1.0",
    RequestParameters: textsOf(node, "requestParameters"),
    ResponseParameters: responses.length === 0 ? undefined : Object.fromEntries(responses),
    TimeoutInMillis: numberOf(node, "timeoutInMillis"),
    Description: textOf(node, "description"),
  });
}

function nodeAt(node: Node, name: string): Node {
  return Object.fromEntries(nodesIn(node, name));
}

/** AWS: "x-amazon-apigateway-any-method" stands for ANY here, too. */
function methodOf(method: string | undefined): string | undefined {
  return method === "x-amazon-apigateway-any-method" ? "ANY" : method?.toUpperCase();
}
