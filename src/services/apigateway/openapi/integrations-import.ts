// x-amazon-apigateway-integration: a method's integration as definitions write it.

import type { Integration, IntegrationResponse, IntegrationType } from "../records.ts";
import { parsePassthroughBehavior } from "../integrations.ts";
import { badRequest } from "../errors.ts";
import {
  flagOf,
  listOf,
  type Node,
  nodeOf,
  nodesIn,
  numberOf,
  textOf,
  textsOf,
} from "../../../service/api-front/nodes.ts";

const TYPES: readonly IntegrationType[] = ["HTTP", "AWS", "MOCK", "HTTP_PROXY", "AWS_PROXY"];

/** The integration; its cache namespace is the resource's id where the extension names none, so it comes later. */
export function integrationOfExtension(node: Node): Integration {
  const written = textOf(node, "type")?.toUpperCase();
  const type = TYPES.find((known) => known === written);
  if (type === undefined) throw badRequest(`Invalid integration type specified: ${written ?? "null"}`);
  const tls = node["tlsConfig"];
  return {
    type,
    httpMethod: type === "MOCK" ? undefined : textOf(node, "httpMethod")?.toUpperCase(),
    uri: textOf(node, "uri"),
    // AWS: recorded: imports of HTTP integrations say INTERNET.
    connectionType:
      textOf(node, "connectionType")?.toUpperCase() === "VPC_LINK"
        ? "VPC_LINK"
        : type.startsWith("HTTP")
          ? "INTERNET"
          : undefined,
    connectionId: textOf(node, "connectionId"),
    credentials: textOf(node, "credentials"),
    requestParameters: textsOf(node, "requestParameters"),
    requestTemplates: textsOf(node, "requestTemplates"),
    passthroughBehavior: parsePassthroughBehavior(
      (textOf(node, "passthroughBehavior") ?? "when_no_match").toUpperCase(),
    ),
    contentHandling: contentHandlingOf(node),
    timeoutInMillis: numberOf(node, "timeoutInMillis") ?? 29_000,
    cacheNamespace: textOf(node, "cacheNamespace") ?? "",
    cacheKeyParameters: listOf(node, "cacheKeyParameters") ?? [],
    integrationResponses: responsesOf(node),
    tlsConfig:
      tls === undefined
        ? undefined
        : { insecureSkipVerification: flagOf(nodeOf(node, "tlsConfig"), "insecureSkipVerification") ?? false },
    responseTransferMode: textOf(node, "responseTransferMode")?.toUpperCase() === "STREAM" ? "STREAM" : undefined,
  };
}

function contentHandlingOf(node: Node): Integration["contentHandling"] {
  const text = textOf(node, "contentHandling")?.toUpperCase();
  return text === "CONVERT_TO_BINARY" || text === "CONVERT_TO_TEXT" ? text : undefined;
}

/** Definitions have responses by their patterns; "default" is the one without. */
function responsesOf(node: Node): Integration["integrationResponses"] {
  const entries = nodesIn(node, "responses").map(([pattern, given]): readonly [string, IntegrationResponse] => {
    const statusCode = textOf(given, "statusCode") ?? "200";
    return [
      statusCode,
      {
        statusCode,
        selectionPattern: pattern === "default" ? undefined : pattern,
        responseParameters: textsOf(given, "responseParameters"),
        responseTemplates: textsOf(given, "responseTemplates"),
        contentHandling: contentHandlingOf(given),
      },
    ];
  });
  return Object.fromEntries(entries);
}
